// Enhancements only: every page and form works without this file.
import { Button } from 'govuk-frontend/dist/govuk/components/button/button.mjs'
import { CharacterCount } from 'govuk-frontend/dist/govuk/components/character-count/character-count.mjs'
import { Checkboxes } from 'govuk-frontend/dist/govuk/components/checkboxes/checkboxes.mjs'
import { ErrorSummary } from 'govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs'
import { NotificationBanner } from 'govuk-frontend/dist/govuk/components/notification-banner/notification-banner.mjs'
import { Radios } from 'govuk-frontend/dist/govuk/components/radios/radios.mjs'
import { ServiceNavigation } from 'govuk-frontend/dist/govuk/components/service-navigation/service-navigation.mjs'
import { SkipLink } from 'govuk-frontend/dist/govuk/components/skip-link/skip-link.mjs'
import { createAll } from 'govuk-frontend/dist/govuk/init.mjs'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')

for (const component of [Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, Radios, ServiceNavigation, SkipLink]) {
  createAll(component)
}

// What is under way is asked for again until it has ended. Parts that somebody is in stay as they are.
const soon = () => setTimeout(refresh, 2000)
async function refresh () {
  try {
    const response = await fetch(window.location.href)
    if (response.ok) {
      const page = new DOMParser().parseFromString(await response.text(), 'text/html')
      for (const part of document.querySelectorAll('[data-part]')) {
        const fresh = page.getElementById(part.id)
        if (fresh && !part.contains(document.activeElement) && part.innerHTML !== fresh.innerHTML) {
          part.innerHTML = fresh.innerHTML
        }
      }
    }
  } catch { /* The server is away for a moment: asked again below. */ }
  if (document.querySelector('[data-under-way]')) soon()
}
if (document.querySelector('[data-under-way]')) soon()
