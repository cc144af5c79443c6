//! What the interpreter notices while it reads a document from top to bottom.

super::explained! {
    /// One cell merged over several actions.
    MERGED_CELL = "SL-I301" {
        title: "One cell merged over several actions",
        help: "Nothing, unless the words are for one of the actions only: then correct the others.",
        detail: "The document merges the cell over the rows of several actions. Its words, such as a lead or a date, were read for each of them."
    }
    /// A reference that stands twice.
    REFERENCE_TWICE = "SL-I302" {
        title: "The same reference on two items",
        help: "Give one of the two a reference of its own, or confirm the one in the message.",
        detail: "References tell priorities, aims and actions apart, so no two can share one. The second was kept under a reference that is free. A workbook that keeps 1.10 as a number shows 1.1, which is put right where the row before is 1.9."
    }
    /// A priority numbered with something that is no number.
    PRIORITY_NUMBER = "SL-I303" {
        title: "A priority with an unusual number",
        help: "Confirm the number it was given, or change it.",
        detail: "The heading numbers the priority with a letter or a Roman numeral, which scanning often misreads. The next number in order was taken."
    }
    /// Rows after a page break that lost columns.
    COLUMNS_LOST = "SL-I304" {
        title: "Rows that lost columns at a page break",
        help: "Look at one of the rows and check that lead and date stand where they belong.",
        detail: "A table that goes on over a page can lose its empty columns in conversion. The rows were moved under the headings that their references, dates and ratings fit best."
    }
    /// Rows with their columns in reverse order.
    COLUMNS_REVERSED = "SL-I305" {
        title: "Rows with their columns in reverse order",
        help: "Check the action, lead and date of these rows against the document.",
        detail: "Conversion sometimes turns a table round. Dates and references fit the headings only when the row is read from right to left, so it was."
    }
    /// Several headings in one cell.
    HEADINGS_TOGETHER = "SL-I306" {
        title: "Several column headings in one cell",
        help: "Check that each column holds what its heading says, or map the columns with --map.",
        detail: "The headings of neighbouring columns were run together in conversion. They were told apart by the words that Sightline knows and spread over the columns in order."
    }
    /// One heading over two columns.
    HEADING_TWICE = "SL-I307" {
        title: "A heading that stands over two columns",
        help: "Confirm what the second column holds, or map it with --map \"HEADING=FIELD\".",
        detail: "Two columns cannot hold the same field. A second start date is taken to be the end, and a second rating that of impact; any other second column is not read as that field."
    }
    /// A heading that no field is known for.
    UNKNOWN_HEADING = "SL-I308" {
        title: "A column that Sightline does not know",
        help: "Map it with --map \"HEADING=FIELD\", or add the heading to your plan vocabulary.",
        detail: "No field goes by this heading. Nothing is lost: the words of the column are kept with each action's notes."
    }
    /// Words of one cell that stand in several.
    CELL_IN_PIECES = "SL-I309" {
        title: "Words of one cell spread over several",
        help: "Check the words and names against the document.",
        detail: "Conversion cut the cell at a line of the page. The pieces were put together in order and the printed words are kept."
    }
    /// A row that goes on with the action before.
    ROW_GOES_ON = "SL-I310" {
        title: "An action that runs over a page break",
        help: "Nothing, unless the row is an action of its own: then split it.",
        detail: "The row has no reference, lead and date of its own, or begins in the middle of a sentence. It was put together with the action before it."
    }
    /// The title of an aim goes on in the next row.
    AIM_GOES_ON = "SL-I311" {
        title: "The title of an aim over two rows",
        help: "Nothing, unless the words are something else: then correct the aim's title.",
        detail: "A tall cell was cut at a page break. The words without a number were added to the title of the aim above."
    }
    /// Bullets without a sentence above them.
    BULLETS_ALONE = "SL-I312" {
        title: "One row with several bullets",
        help: "Split the row if each bullet has its own lead or date; else leave it.",
        detail: "The cell holds a list and no sentence that the list belongs to. Whether these are parts of one action or several actions is not printed, so it was kept as one with parts."
    }
    /// Letters of another alphabet that look Latin.
    LOOK_ALIKE_LETTERS = "SL-I313" {
        title: "Letters that only look like Latin ones",
        help: "Nothing: the letters are read as the Latin ones they look like.",
        detail: "Some letters were typed in another alphabet. Two spellings that look the same would count as two people, so they are compared as Latin. The printed words are kept."
    }
    /// A stray mark in a rating cell.
    STRAY_RATING = "SL-I314" {
        title: "A stray mark in a rating cell",
        help: "Check the rating of the action.",
        detail: "The row goes on from the page before and has a mark in its rating cell as well. The rating printed first was kept."
    }
    /// Several dates without a word for what each is for.
    SEVERAL_DATES = "SL-I315" {
        title: "Several dates in one cell",
        help: "Give the action one due date, or a milestone for each date.",
        detail: "Nothing says what each date is for. Taking the first would make the action overdue too soon and the last too late, so none was taken."
    }
    /// A date without a year.
    NO_YEAR = "SL-I316" {
        title: "A date without a year",
        help: "Add the year.",
        detail: "A wrong year would hide that an action is overdue, so none was guessed. The words are kept as printed."
    }
    /// A season or a quarter.
    VAGUE_DATE = "SL-I317" {
        title: "A season or quarter instead of a date",
        help: "Give the last day that is meant.",
        detail: "Councils count quarters and seasons from different months. Until a day is given the action has no due date and cannot become overdue."
    }
    /// Words that cannot be read as a timescale.
    UNREADABLE_TIMESCALE = "SL-I318" {
        title: "Words that are no timescale",
        help: "Give a date, a cadence such as “monthly”, or “ongoing”.",
        detail: "The cell for the date holds words that name no date or rhythm. They are kept as printed and the action has no due date."
    }
    /// A date left to a body to set.
    DELEGATED_DATE = "SL-I319" {
        title: "A date that somebody else will set",
        help: "Add the date when it has been set.",
        detail: "The plan leaves the date to a board or group. Until it is added the action has no due date and cannot become overdue."
    }
    /// A line between two parts of a table, read as a heading.
    LINE_AS_HEADING = "SL-I320" {
        title: "A line between two parts of the table",
        help: "Nothing, unless it is no heading: then clear the group of the actions below it.",
        detail: "A short line stands alone where the table was cut. It was read as the heading of the actions below it."
    }
    /// Lines after the actions, read as impact.
    LINES_AS_IMPACT = "SL-I321" {
        title: "Lines after the actions without a heading",
        help: "Confirm that they say what will change for children, or say what they are.",
        detail: "The heading over these lines was lost or never printed. Sentences after a priority's actions are usually its impact, so they were read so."
    }
    /// Words without a number in the aim column.
    AIM_WITHOUT_NUMBER = "SL-I322" {
        title: "Words without a number in the aim column",
        help: "Give them a number if they are an aim of their own.",
        detail: "The other aims are numbered. These words begin with a capital beside a new action, so they could be an aim; they were read as going on with the title above."
    }
    /// Leads without a separator.
    LEADS_WITHOUT_SEPARATOR = "SL-I323" {
        title: "Several leads without a separator",
        help: "Confirm the leads in the message, or correct them.",
        detail: "Two or more leads stand in one cell with nothing between them. They were told apart where the title of a new post begins."
    }
    /// More or fewer dates than milestones.
    MILESTONES_AND_DATES = "SL-I324" {
        title: "Milestones and dates that do not pair up",
        help: "Give each milestone its own date.",
        detail: "The milestones and the dates stand in two cells side by side and their numbers differ. A date beside the wrong milestone would be worse than none, so the milestones were kept without dates."
    }
    /// A run of text cut into as many milestones as there are dates.
    MILESTONES_CUT = "SL-I325" {
        title: "Milestones told apart by their dates",
        help: "Confirm where one milestone ends and the next begins.",
        detail: "The cell is one run of text beside several dates. It was cut at the ends of its sentences into as many milestones as there are dates."
    }
    /// One milestone that names two steps.
    TWO_STEPS = "SL-I326" {
        title: "A milestone that names two steps",
        help: "Split it if each step needs its own date.",
        detail: "Two words for finishing something, such as “agreed” and “launched”, stand in one milestone. It was kept as one."
    }
    /// Statements cut by reading.
    STATEMENTS_CUT = "SL-I327" {
        title: "Statements told apart by reading",
        help: "Confirm where one statement ends and the next begins.",
        detail: "The list lost its bullets in conversion. It was cut where a sentence ends or a capital follows a word that cannot lead on to it."
    }
    /// Several ratings in one cell.
    SEVERAL_RATINGS = "SL-I328" {
        title: "Several ratings in one cell",
        help: "Rate the action, or split it into one action for each rating.",
        detail: "An action has one rating. Choosing one of several would report progress that nobody stated, so none was taken."
    }
    /// A rating that is not on the scale.
    UNKNOWN_RATING = "SL-I329" {
        title: "A rating that is not on the scale",
        help: "Rate the action with a level of the plan's scale, or add the word to your plan vocabulary.",
        detail: "The words are not a level of the rating key, nor a colour that Sightline knows. They are kept as printed and the action is not yet rated."
    }
    /// A cell that several activities share.
    SHARED_CELL = "SL-I330" {
        title: "One cell shared by several activities",
        help: "Confirm lead and date of each activity.",
        detail: "One row holds several activities and the cells beside them have fewer entries. Which words belong to which activity is not printed."
    }
    /// An empty cell for a priority's leads.
    NO_PRIORITY_LEADS = "SL-I331" {
        title: "An empty cell for the leads of a priority",
        help: "Add the leads; if their names stand in the cell above, move them.",
        detail: "The label is printed with nothing beside it. Conversion sometimes puts the words in a neighbouring cell."
    }
    /// Actions before the heading of their priority.
    NO_PRIORITY_HEADING = "SL-I332" {
        title: "Actions without the heading of their priority",
        help: "Give the priority its title.",
        detail: "The action's reference names a priority, or stands under none, and no heading was found above it. A priority without a title was made to hold it."
    }
    /// One definition for both ratings.
    ONE_DEFINITION = "SL-I333" {
        title: "One definition for two ratings",
        help: "Nothing, unless impact is judged by other words: then add its definition.",
        detail: "The rating key defines the colour once, and the plan rates actions and impact. The definition is used for both."
    }
    /// Both definitions in one cell.
    DEFINITIONS_TOGETHER = "SL-I334" {
        title: "Two definitions in one cell",
        help: "Check the two definitions in the rating key.",
        detail: "The cell defines the rating of the action and of its impact in one run of text. It was cut at the word “Impact”."
    }
    /// A rating that means two things.
    RATING_MEANS_TWO_THINGS = "SL-I335" {
        title: "A rating that means two things",
        help: "Say for each action whether it was not started, or tried and not achieved.",
        detail: "The rating key has one level for “not started” and “not achieved”. A board must tell the two apart, so actions with this level were kept with both meanings."
    }
    /// Rating columns that are blank throughout.
    NO_RATINGS = "SL-I336" {
        title: "Rating columns without ratings",
        help: "Nothing: rate the actions when the first updates come in.",
        detail: "The plan has columns for ratings and none is filled. Every action starts as not yet rated, which is not the same as red."
    }
    /// No rating column.
    NO_RATING_COLUMN = "SL-I337" {
        title: "A plan without ratings",
        help: "Nothing: rate the actions when the first updates come in.",
        detail: "No column of the action table holds a rating. Every action starts as not yet rated, which is not the same as red."
    }
    /// A rating given by colour alone.
    RATING_BY_COLOUR = "SL-I338" {
        title: "A rating given by colour alone",
        help: "Nothing, unless the colour means something else: then correct the rating.",
        detail: "The cell is filled and holds no words. The colour was compared with the rating key, or with the usual colours where the plan has no key."
    }
    /// The beginning of an activity was lost.
    BEGINNING_LOST = "SL-I339" {
        title: "The beginning of an activity is missing",
        help: "Complete its words from the printed plan.",
        detail: "The text begins in the middle of a sentence before the second activity of a priority. It was kept as the first, with the words that are there."
    }
    /// A reference that does not fit the activities under it.
    REFERENCE_DISAGREES = "SL-I340" {
        title: "A priority's number and its activities' disagree",
        help: "Confirm the number of the priority.",
        detail: "The cell for the reference says one number and the activities under it begin with another. The activities were believed, since there are several of them."
    }
    /// A priority without a title.
    NO_PRIORITY_TITLE = "SL-I341" {
        title: "A priority without a title",
        help: "Give it its title from the printed plan.",
        detail: "The activities show that there is a priority, but its title is not in the document."
    }
    /// Words that belong to no activity.
    WORDS_WITHOUT_ACTIVITY = "SL-I342" {
        title: "Words that belong to no activity",
        help: "Add them to the action they belong to, or leave them as a passage.",
        detail: "A cell of the table holds words before any activity has begun. They are kept as a passage of the plan."
    }
    /// A lettered item printed twice.
    ITEM_TWICE = "SL-I343" {
        title: "A lettered item printed twice",
        help: "Check the wording of the item.",
        detail: "The item stands at the end of one page and again at the top of the next. The wording printed last was kept."
    }
    /// A lettered item that is missing.
    ITEM_MISSING = "SL-I344" {
        title: "A lettered item is missing",
        help: "Complete it from the printed plan.",
        detail: "The letters skip one. The item was kept without words, so that the count of items is right and the gap stays in view."
    }
    /// Targets without a date.
    TARGETS_WITHOUT_DATE = "SL-I345" {
        title: "Targets without a day they are for",
        help: "Give the day by which the targets are to be met.",
        detail: "The heading over the targets names no date. A target without one can be neither met nor missed."
    }
    /// A focus area alone in its row.
    AREA_ALONE = "SL-I346" {
        title: "A focus area alone in its row",
        help: "Confirm the judgement areas it belongs to.",
        detail: "The other focus areas stand under one judgement area each. A lone one is usually a cell that spanned them all, so it was read so."
    }
    /// A label that was misread.
    LABEL_MISREAD = "SL-I347" {
        title: "A label that looks misread",
        help: "Confirm that the two labels are the same word.",
        detail: "Two labels that follow each other differ by a letter or two. They were read as one."
    }
    /// A label printed once beside several rows.
    LABEL_ONCE = "SL-I348" {
        title: "A label printed once beside several rows",
        help: "Confirm which rows the label is for.",
        detail: "A merged cell shows its words in the middle of its rows and conversion keeps them in one row only. The label was spread so that it stands in the middle again."
    }
    /// A sentence without a bullet in a list.
    SENTENCE_IN_LIST = "SL-I349" {
        title: "A sentence without a bullet in a list",
        help: "Nothing, unless it is an introduction: then take it out of the list.",
        detail: "The label opens a list and this line has no bullet. It was read as one line of the list."
    }
}
