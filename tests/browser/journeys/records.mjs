// Children's records: chosen, looked at, published, compared; one child opened with a reason; withdrawn again.

import assert from 'node:assert/strict'

import { walkAs } from '../walk.mjs'

export const title = 'an analyst loads and publishes children’s records, opens one child’s with a reason, and withdraws them'

const people =
  'pers_person_id,pers_sex,pers_ethnicity,pers_dob,pers_upn_unknown,pers_send_flag,pers_expected_dob,pers_death_date,pers_is_mother,pers_nationality\n' +
  'JRN7001,F,WBRI,2012-05-04,,,,,,\nJRN7002,M,WBRI,2013-01-02,,,,,,\n,M,WBRI,2013-01-02,,,,,,\n'
const workers =
  'invo_involvements_id,invo_professional_id,invo_professional_role_id,invo_professional_team,invo_involvement_start_date,' +
  'invo_involvement_end_date,invo_worker_change_reason,invo_person_id,invo_referral_id\n' +
  '1,w1,SW,Riverside,2024-01-01,,,JRN7001,\n2,w2,SW,Hillside,2024-06-01,,,JRN7002,\n'
const csv = (name, text) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })

export async function journey(site, way) {
  const analyst = await walkAs(site, way, 'performance analyst')
  const { page } = analyst
  await analyst.go('/')
  await analyst.reads('Records as at 31 October 2026')
  await analyst.menu('Data')
  await analyst.look('data')
  await analyst.picture('data')

  await analyst.follow('Load records')
  await analyst.look('data-load')
  await analyst.day('The day whose records these are', ['31', '2', '2026'])
  await analyst.refused('Read the files', 'data-load-errors')
  await page.locator('input[type=file]').setInputFiles(csv('letter.csv', 'Dear,all\nthank,you\n'))
  await analyst.day('The day whose records these are', ['1', '11', '2026'])
  await analyst.press('Read the files')
  await comes(analyst, 'Nothing was loaded.')
  await analyst.look('data-load-failed')

  await analyst.follow('Load records')
  await page.locator('input[type=file]').setInputFiles([csv('people.csv', people), csv('workers.csv', workers)])
  await analyst.day('The day whose records these are', ['1', '11', '2026'])
  await page.getByRole('checkbox', { name: 'Leave them out of this extract' }).check()
  await analyst.press('Read the files')
  await comes(analyst, 'Waiting to be published')
  await analyst.look('data-waiting')
  await analyst.follow('Records as at 1 November 2026')
  await analyst.reads('5 rows were read, 4 kept, 1 was set aside.', 'Waits')
  await analyst.look('extract-waiting')
  await analyst.follow('Publish or discard')
  await analyst.look('extract-publish')
  await analyst.press('Publish')
  await analyst.told(/are in force/)
  await analyst.look('data-published')

  await analyst.page.getByRole('table').getByRole('link', { name: 'Records as at 1 November 2026' }).first().click()
  await analyst.look('extract')
  await analyst.follow('See what changed since the extract before')
  await analyst.reads('What changed from 31 October 2026 to 1 November 2026')
  await analyst.look('extract-changes')
  await analyst.follow('See whose records changed')
  await analyst.reads('That you opened this list is in the history.')
  await analyst.look('extract-changed-children')

  await analyst.menu('Data')
  await analyst.follow('Open a child’s records')
  await analyst.look('child-ask')
  await analyst.refused('Open the records', 'child-ask-errors')
  await analyst.fill('The child’s identifier', 'JRN7001')
  await analyst.fill('Why do you need to see this child’s records?', 'The date of birth is to be put right')
  await analyst.press('Open the records')
  await analyst.told(/open for 30 minutes/)
  assert.ok(!page.url().includes('JRN7001'), 'the child is not in the address')
  await analyst.reads('Child JRN7001', '4 May 2012', 'Who has opened these records', 'The date of birth is to be put right')
  await analyst.look('child')

  await analyst.menu('Data')
  await analyst.page.getByRole('table').getByRole('link', { name: 'Records as at 1 November 2026' }).first().click()
  await analyst.follow('Withdraw')
  await analyst.look('extract-withdraw')
  await analyst.refused('Withdraw', 'extract-withdraw-errors')
  await analyst.fill('Why are they withdrawn?', 'Two children are not a council.')
  await analyst.press('Withdraw')
  await analyst.told(/are withdrawn/)
  await analyst.reads('The records in force are as at 31 October 2026')

  await analyst.follow('Data quality: scores over time, and the report')
  await analyst.reads('Scores over time', 'Whole service')
  await analyst.look('data-quality')
  await analyst.press('Make the report as PDF')
  await analyst.told(/is being made/)
  await comes(analyst, 'Kept until the server is started again')
  await analyst.look('data-quality-made')
  await analyst.end()

  const manager = await walkAs(site, way, 'team manager')
  await manager.go('/')
  await manager.menu('Data')
  await manager.look('data-team-manager')
  await manager.follow('Open a child’s records')
  await manager.fill('The child’s identifier', 'JRN7001')
  await manager.fill('Why do you need to see this child’s records?', 'Supervision')
  await manager.press('Open the records')
  await manager.reads('There is a problem', /No child of this identifier/)
  await manager.look('child-unknown')
  await manager.end()
}

/** With JavaScript the page follows what is under way; without, it is loaded again. */
async function comes(walk, words) {
  for (const until = Date.now() + 60_000; Date.now() < until; ) {
    if ((await walk.page.locator('main').innerText()).includes(words)) return
    if (walk.way.javaScriptEnabled) await walk.page.waitForTimeout(250)
    else await walk.page.reload()
  }
  assert.fail(`“${words}” did not come within a minute:\n${await walk.page.locator('main').innerText()}`)
}
