//! What the interpreter notices when it looks at the plan as a whole.

super::explained! {
    /// An action without words.
    NO_WORDS = "SL-I350" {
        title: "An action without words",
        help: "Complete its words from the printed plan.",
        detail: "The row has a reference, lead or date and the cell for the action is empty. The action was kept, so that the gap stays in view."
    }
    /// An action without a lead.
    NO_LEAD = "SL-I351" {
        title: "An action without a lead",
        help: "Name the post that answers for it.",
        detail: "Nobody is asked for an update on an action that nobody leads."
    }
    /// An action without a timescale.
    NO_TIMESCALE = "SL-I352" {
        title: "An action without a timescale",
        help: "Give it a date, a cadence such as “monthly”, or “ongoing”.",
        detail: "Neither the action nor its milestones have a date. It can never be overdue, so it can be forgotten."
    }
    /// An action with a start and no end.
    NO_END = "SL-I353" {
        title: "An action with a start and no end",
        help: "Give it a due date, or say that it is ongoing.",
        detail: "Only the start is printed. The action can never be overdue until it has an end."
    }
    /// An action that ends before it starts.
    ENDS_BEFORE_START = "SL-I354" {
        title: "An action that ends before it starts",
        help: "Correct one of the two dates.",
        detail: "The due date lies before the start. Both were kept as printed; one of the years is often mistyped."
    }
    /// A line that holds the place of actions to come.
    PLACEHOLDER = "SL-I355" {
        title: "A line that holds the place of actions to come",
        help: "Replace it with the actions when they are agreed.",
        detail: "The words say only that actions will be added. The line is kept and left out of counts of progress."
    }
    /// Progress reported in an action's own words.
    PROGRESS_IN_WORDS = "SL-I356" {
        title: "Progress reported in an action's own words",
        help: "Move what has happened into a dated update.",
        detail: "An action says what will be done. Progress written into it has no date and no author, and changes what was agreed. The words were kept."
    }
    /// A recurring action rated as finished.
    RECURRING_FINISHED = "SL-I357" {
        title: "A recurring action that is rated as finished",
        help: "Read the rating as that of the last time, or give the action an end.",
        detail: "The action is due again and again, or is ongoing, and has the best rating of the scale. What recurs is never finished for good."
    }
    /// A heading carried over a page break.
    HEADING_CARRIED_OVER = "SL-I358" {
        title: "A heading carried over a page break",
        help: "Nothing, unless the action belongs under another heading: then change its group.",
        detail: "No heading is printed above the first action after the break. The one from the page before was carried over."
    }
    /// A tag that can mean two sources.
    TAG_MEANS_TWO = "SL-I359" {
        title: "A tag that can mean two sources",
        help: "Say which inspection or paragraphs it means.",
        detail: "The tag joins two numbers with “&”: two inspections, or two paragraphs of one. It was kept as one source."
    }
    /// Tags without spaces between them.
    TAGS_WITHOUT_SPACES = "SL-I360" {
        title: "Tags printed without spaces",
        help: "Nothing: they are told apart at the commas.",
        detail: "The tags for inspections stand close together. They were read one by one; the printed words are kept."
    }
    /// A date before the plan.
    BEFORE_PLAN = "SL-I361" {
        title: "A date before the plan itself",
        help: "Confirm the date, or correct its year.",
        detail: "The date lies before the date of the plan. An action carried over from an earlier plan can be right; a mistyped year makes it overdue from the start."
    }
    /// A date after the plan's period.
    AFTER_PERIOD = "SL-I362" {
        title: "A date after the end of the plan",
        help: "Nothing, unless the year is mistyped: then correct it.",
        detail: "The title of the plan names its period and the date lies after it. The date was kept."
    }
    /// An aim without an action.
    AIM_WITHOUT_ACTION = "SL-I363" {
        title: "An aim without an action",
        help: "Add an action, or take the aim out.",
        detail: "Nothing in the plan says who will do what for this aim, so no progress on it can ever be shown."
    }
    /// A priority without an action.
    PRIORITY_WITHOUT_ACTION = "SL-I364" {
        title: "A priority without an action",
        help: "Add an action; if its table is in the document, say which heading holds the action with --map.",
        detail: "Nothing in the plan says who will do what for this priority. Its table may have been lost in conversion."
    }
    /// No start column.
    NO_START_COLUMN = "SL-I365" {
        title: "A plan without start dates",
        help: "Add the start where it matters for judging a measure.",
        detail: "Measures are judged from the start of an action. Without one they are judged from the date of the plan."
    }
    /// Two priorities with one title.
    TITLE_TWICE = "SL-I366" {
        title: "Two priorities with the same title",
        help: "Give one of them a title of its own.",
        detail: "Only the number tells the two apart. One title is often a copy that was never changed."
    }
    /// A bracket that is never closed.
    OPEN_BRACKET = "SL-I367" {
        title: "A bracket that is never closed",
        help: "Complete the words from the printed plan.",
        detail: "A bracket is opened and not closed, so the end of the words may be missing."
    }
    /// Two priorities with one impact statement.
    IMPACT_TWICE = "SL-I368" {
        title: "Two priorities with the same impact statement",
        help: "Nothing, unless one is a copy that was never changed.",
        detail: "The same words say what will change under two priorities. Progress on it would be told twice."
    }
    /// A list that ends as if another line followed.
    LIST_ENDS_OPEN = "SL-I369" {
        title: "A list that ends as if another line followed",
        help: "Complete the list from the printed plan.",
        detail: "The last line ends in “and” or a semicolon. A line may have been lost at a page break."
    }
    /// A line with lines under it.
    LINE_WITH_PARTS = "SL-I370" {
        title: "A line of a list with lines under it",
        help: "Nothing: the lines are counted with the one above.",
        detail: "The line leads on to a list of its own. They were kept together as one statement."
    }
    /// `of fewer` for `or fewer`.
    OF_FEWER = "SL-I371" {
        title: "“of fewer” where “or fewer” may be meant",
        help: "Say whether a higher or a lower number is good.",
        detail: "A letter decides which side of the target is good. The number was kept without a side."
    }
    /// Lines under `measured by` without a number.
    MEASURES_WITHOUT_NUMBER = "SL-I372" {
        title: "Measures without a number",
        help: "Give each a baseline and a target.",
        detail: "The lines under “measured by” name subjects. Without a number nobody can say whether they were met."
    }
    /// A line that speaks of another priority.
    BELONGS_ELSEWHERE = "SL-I373" {
        title: "A measure that speaks of another priority",
        help: "Check which priority the line belongs to.",
        detail: "The line shares many more words with an outcome of another priority than with those of its own. It may have been pasted in the wrong place; it was left where it stands."
    }
    /// Initials without a key.
    INITIALS_WITHOUT_KEY = "SL-I374" {
        title: "Initials that nobody explains",
        help: "Say who it is.",
        detail: "No key in the plan says whose initials these are. Names that would fit are offered, and none is taken by itself."
    }
    /// A lead that may be a person, a post or a group.
    UNCLEAR_LEAD = "SL-I375" {
        title: "A lead that is not clearly a person, post or group",
        help: "Say which it is.",
        detail: "A post passes to its next holder and a person does not, so the difference decides who is asked for updates."
    }
    /// A post under another name.
    POST_BY_ANOTHER_NAME = "SL-I376" {
        title: "A post under another name",
        help: "Confirm that the two are one post.",
        detail: "The lead differs from a post in the list of post holders only by abbreviations. Once confirmed, its actions follow the holder."
    }
    /// A lead that is not among the post holders.
    POST_WITHOUT_HOLDER = "SL-I377" {
        title: "A lead who is not among the post holders",
        help: "Add who holds the post.",
        detail: "The plan lists its post holders and this lead is not one of them, so nobody would be asked for an update."
    }
    /// A person named with two posts, once beside a priority.
    HOLDER_WITH_TWO_POSTS = "SL-I378" {
        title: "A person printed with two posts",
        help: "Say whether the two are one post.",
        detail: "The person leads a priority under one post and stands among the post holders under another."
    }
    /// A lead of several pillars.
    LEAD_OF_SEVERAL = "SL-I379" {
        title: "A lead of several pillars",
        help: "Nothing, unless the name was copied by mistake.",
        detail: "The same person is named as a lead of more than one pillar. Both were kept."
    }
    /// A measure without a source.
    NO_SOURCE = "SL-I380" {
        title: "A measure without a data source",
        help: "Say where its figures come from.",
        detail: "Without a source nobody can bring the figure to the board."
    }
    /// A count and a threshold in one line.
    COUNT_AND_THRESHOLD = "SL-I381" {
        title: "A count and a percentage in one measure",
        help: "Say which of the two is the measure.",
        detail: "The line begins as a number of something and holds a percentage as well. A measure has one unit."
    }
    /// A subject instead of a measure.
    SUBJECT_NOT_MEASURE = "SL-I382" {
        title: "A measure that only names a subject",
        help: "Say what is counted, before it goes live.",
        detail: "Two or three words without a unit name a report or a subject. What is counted is not said."
    }
    /// A measure for an action that is not there.
    MEASURE_WITHOUT_ACTION = "SL-I383" {
        title: "A measure that names an action the plan does not have",
        help: "Correct the reference, or add the action.",
        detail: "The reference may be that of an earlier plan. The measure was kept with the reference as printed."
    }
    /// One source for several measures.
    ONE_SOURCE = "SL-I384" {
        title: "One source for several measures",
        help: "Check that each measure has its own line in the source.",
        detail: "The same line of a scorecard cannot give two different figures. One of them is often a copying mistake."
    }
    /// Two focus areas with the same actions.
    SAME_ACTIONS = "SL-I385" {
        title: "Two focus areas with the same actions",
        help: "Check that neither list is out of date.",
        detail: "The two lists of actions are the same, which happens when one is copied and never changed."
    }
    /// A focus area whose actions speak of something else.
    AREA_AND_ACTIONS = "SL-I386" {
        title: "A focus area whose actions speak of something else",
        help: "Check the list of actions of the focus area.",
        detail: "None of the actions listed shares words with the focus area, and another action does. The numbers may be those of an earlier plan."
    }
    /// Actions that no measure is for.
    ACTIONS_WITHOUT_MEASURE = "SL-I387" {
        title: "Actions that no measure is for",
        help: "Add them to a focus area, or accept that they are followed by progress alone.",
        detail: "The measures register names the actions of each measure and these are in none, so nothing will show their impact."
    }
    /// A scorecard line that the register does not hold.
    UNKNOWN_SCORECARD_LINE = "SL-I388" {
        title: "A line of a scorecard that the register does not hold",
        help: "Add it to the measures register, or correct it.",
        detail: "An action cites what looks like a line of a scorecard. No measure has it as its source."
    }
    /// A reference to something that is not there.
    REFERENCE_TO_NOTHING = "SL-I389" {
        title: "A reference to something the plan does not have",
        help: "Correct the reference.",
        detail: "An action's words point to an action, aim or priority by number, and there is none of that number."
    }
    /// A reference to something that speaks of another matter.
    REFERENCE_TO_ANOTHER = "SL-I390" {
        title: "A reference to something else",
        help: "Check the number, or leave it if the link is meant.",
        detail: "The words around the number share nothing with what it points to. Numbers that were not changed when a plan was rewritten look like this."
    }
    /// An abbreviation spelt out in two ways.
    TWO_MEANINGS = "SL-I391" {
        title: "An abbreviation spelt out in two ways",
        help: "Choose one.",
        detail: "The same letters are explained differently in two places. Readers cannot tell whether two things are meant."
    }
    /// Abbreviations that the plan's list does not have.
    UNDEFINED_ABBREVIATIONS = "SL-I392" {
        title: "Abbreviations that the plan's list does not have",
        help: "Add them to the list of abbreviations.",
        detail: "The plan has a list of abbreviations, and its actions use others. Board members from other organisations may not know them."
    }
    /// A person with several posts.
    SEVERAL_POSTS = "SL-I393" {
        title: "A person with several posts",
        help: "Say which post is held, and from when.",
        detail: "The plan prints one name with different posts. Actions led by a post need to know who holds it."
    }
    /// A pillar under another name.
    PILLAR_BY_ANOTHER_NAME = "SL-I394" {
        title: "A pillar under another name",
        help: "Say which pillar is meant.",
        detail: "The list of leads names pillars by words that do not stand over any table of the plan."
    }
    /// A word cut in two.
    WORD_CUT = "SL-I395" {
        title: "A word that was cut in two",
        help: "Confirm the whole word.",
        detail: "A narrow column broke the word without a hyphen. The whole word stands elsewhere in the plan. The printed words were kept."
    }
    /// Numbers as ratings, without a key.
    NUMBERS_WITHOUT_KEY = "SL-I396" {
        title: "Numbers as ratings, without a key",
        help: "Confirm that 1 is the best and 4 the worst, or give the plan's own key.",
        detail: "Every rating of the plan is a number from 1 to 4 and no key says what they mean. They were read on the known scale from 1, achieved, to 4, not started."
    }
    /// A document without a title.
    NO_TITLE = "SL-I397" {
        title: "A document without a title",
        help: "Give the plan its title.",
        detail: "Nothing before the first table says what the plan is called. It is listed under the name of its file until it has a title."
    }
}
