using Microsoft.ML;

namespace VaeMlNet;

/// <summary>Options for <c>VaeSample</c>.</summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed record VaeSampleOptions
{
    /// <summary>Gets the name of the column with the decoded rows: Vector&lt;Single, D&gt;.</summary>
    /// <value>
    /// Default: null, which means the name of the column that the model was trained on, or <c>Features</c> if it was trained on
    /// several columns. Must be null for table models of several columns, whose columns keep their names.
    /// </value>
    public string? OutputColumnName { get; init; }

    /// <summary>Gets the name of a column with the latents of the rows: Vector&lt;Single, L&gt;.</summary>
    /// <value>Default: null, which means no such column.</value>
    public string? LatentColumnName { get; init; }

    /// <summary>
    /// Gets whether rows of a table are chosen so that each column has the shares of the training data: of categories, of bins of
    /// numbers, and of missing cells; and by the density ratio of real to drawn rows, if the model has one.
    /// </summary>
    /// <value>
    /// Default: true. Twice as many rows are drawn, in blocks of at most 10,000 rows, and half of them are kept; with a density ratio, four times as
    /// many.
    /// </value>
    /// <remarks>
    /// Choose false to draw rows independently of each other; a shorter sample is then the beginning of a longer one. With <see
    /// cref="Conditions"/>, rows are chosen by the density ratio alone. Ignored with <see cref="LatentColumnName"/>, for means, for models with
    /// condition columns, and for models without shares.
    /// </remarks>
    public bool MatchesTrainingShares { get; init; } = true;

    /// <summary>
    /// Gets whether all combinations of a model's condition columns that meet <see cref="Conditions"/> are equally frequent.
    /// </summary>
    /// <value>Default: false, which means the shares of the training data.</value>
    /// <remarks>
    /// Set it to sample as many rows of rare classes as of frequent ones. Of n rows, each combination has exactly its share, rounded to whole
    /// rows. Ignored by models without condition columns.
    /// </remarks>
    public bool BalancesConditions { get; init; }

    /// <summary>Gets rows with the values of the model's condition columns: the first is for the first row, and so on.</summary>
    /// <value>
    /// Default: null, which means the combinations of the training data. It must have one row for each row of the sample, and a column for each
    /// condition that <see cref="Conditions"/> do not give.
    /// </value>
    /// <remarks>
    /// Set it to decode latents of rows under the conditions of these rows. Together with <see cref="Conditions"/> such as
    /// <c>machine=press</c>, rows are decoded as they would be under another condition. It is read when the view is created. Not possible for
    /// models without condition columns.
    /// </remarks>
    public IDataView? ConditionRows { get; init; }

    /// <summary>Gets whether rows of a table have no missing cells.</summary>
    /// <value>Default: false, which means that columns have as many missing cells as in the training data.</value>
    /// <remarks>Rows with <see cref="LatentColumnName"/>, and means, never have missing cells.</remarks>
    public bool FillsMissingCells { get; init; }

    /// <summary>
    /// Gets conditions that every row of a table meets, such as <c>fraud=1</c>, <c>age&gt;=30</c>, <c>color!=red</c> or
    /// <c>age=30..40</c>: a column, one of =, !=, &lt;, &lt;=, &gt; and &gt;=, and a value in the format of the column.
    /// </summary>
    /// <value>Default: none. Not possible together with <see cref="LatentColumnName"/> or means.</value>
    /// <remarks>
    /// Rows that are drawn cell by cell begin with the cells of =, so that none is rejected for it, unless its other cells contradict one by a relation
    /// between columns. For other conditions, and for dates, which are several numbers of the model, rows are drawn until enough meet them; reading fails if fewer than one in 1,000 does. Conditions on the model's own condition columns (<see
    /// cref="VaeManifest.ConditionColumns"/>) choose the conditions of the rows, and never reject one; they are possible for all kinds of rows.
    /// A number with = must have the decimals and steps of the training values of its column.
    /// = and != compare categories by their texts, so that 1 and 01 are different. 1.0 is the category 1 if no other one is the same number.
    /// The column may have an operator in its name, such as <c>income&gt;50K=yes</c>: the longest name at the beginning counts.
    /// </remarks>
    public IReadOnlyList<string> Conditions { get; init; } = [];

    /// <summary>
    /// Gets constraints between columns that every row of a table meets: <c>start&lt;=end</c> compares two columns, <c>a+b=total</c>
    /// computes the last column as the sum of the others, and <c>unique code</c> or <c>unique year,code</c> allows no value twice.
    /// </summary>
    /// <value>Default: none. Not possible together with <see cref="LatentColumnName"/> or means.</value>
    /// <remarks>
    /// Missing cells meet every comparison. Rows that break a constraint are rejected like those that break <see cref="Conditions"/>. With
    /// <c>unique</c>, all rows are in memory at once, and reading fails if there are fewer different values than rows.
    /// </remarks>
    public IReadOnlyList<string> Constraints { get; init; } = [];

    /// <summary>Gets the object that counts drawn and accepted rows while they are read.</summary>
    /// <value>Default: null, which means that nobody counts.</value>
    public VaeSampleAcceptance? Acceptance { get; init; }

    /// <summary>
    /// Gets whether values are samples from p(x|z), which vary like the data: numbers with the noise of their likelihood, Booleans and keys by their
    /// probabilities. Otherwise they are the means of numbers, and the most probable Booleans and keys.
    /// </summary>
    /// <value>
    /// Default: null, which means true for table models, and false for models of one feature column and for latents that are passed, which have
    /// no seed. True is possible for table models only.
    /// </value>
    /// <remarks>Choose false for one best value at each latent. These values vary less than the data.</remarks>
    public bool? DrawsValues { get; init; }

    /// <summary>Gets whether numbers of a table model are clamped to the range of their column in the training data.</summary>
    /// <value>Default: true, because the noise of a likelihood has no bounds, but an age is never below 0.</value>
    /// <remarks>
    /// Choose false to keep the tails of the likelihood. A vector column has one range for all its slots. Ignored by models of one
    /// feature column.
    /// </remarks>
    public bool ClampsToTrainingRange { get; init; } = true;

    /// <summary>Gets the number of rows in one run of the decoder.</summary>
    /// <value>Default: 256. Range: 1 and up.</value>
    /// <remarks>
    /// Larger batches are slightly faster per row and need more memory. The results are the same for each batch size, except
    /// for rounding in the graphs.
    /// </remarks>
    public int BatchSize { get; init; } = 256;
}
