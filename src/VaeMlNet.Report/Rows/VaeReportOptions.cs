using Microsoft.ML;

namespace VaeMlNet.Report;

/// <summary>Options of <c>VaeReport.Write</c>.</summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed record VaeReportOptions
{
    /// <summary>Gets the title of the page.</summary>
    /// <value>Default: null, the name of the model.</value>
    public string? Title { get; init; }

    /// <summary>Gets the name of the data on the page, such as the name of its file.</summary>
    /// <value>Default: null, the page does not name the data.</value>
    public string? DataName { get; init; }

    /// <summary>
    /// Gets the name of the column with the features, or with all channels of a time series. Ignored for table models, which find their columns by
    /// name.
    /// </summary>
    /// <value>Default: null, the name of the column that the model was trained on; for time series, a column for each channel.</value>
    public string? FeatureColumnName { get; init; }

    /// <summary>Gets the name of the column with the time of each row: DateTime, DateTimeOffset, TimeSpan or a number. For models of time series only.</summary>
    /// <value>Default: null, the column of training; without one, rows are equally spaced.</value>
    public string? TimestampColumnName { get; init; }

    /// <summary>Gets the name of the column that tells several series apart: text, a key or an integer. For models of time series only.</summary>
    /// <value>Default: null, the column of training; without one, all rows are one series.</value>
    public string? SeriesColumnName { get; init; }

    /// <summary>
    /// Gets the shape of the images that the rows are: features, or a table whose columns are all numbers. Gray levels are those of the
    /// training values: 0 to 1, or from their minimum to their maximum if that range is larger.
    /// </summary>
    /// <value>
    /// Default: null, the shape that the model has; rows of a model without images are shown as columns. Range: 1 channel (gray), or 3 for red,
    /// green and blue: all red values of a row first, then all green and all blue ones.
    /// </value>
    public VaeImageShape? Image { get; init; }

    /// <summary>
    /// Gets training rows, with the same columns as the data. The report then compares the data with them: their histograms, a test of each
    /// column, and a classifier that tells both apart. Read once. Ignored for time series and images.
    /// </summary>
    /// <value>
    /// Default: null, the statistics of the training data in the model folder. Folders have histograms of categories and Booleans, and of
    /// numbers with the likelihood <c>histogram</c>.
    /// </value>
    public IDataView? TrainingData { get; init; }

    /// <summary>
    /// Gets the name of a column with labels, which color the latent map. If all labels are 1, true, yes, y, t or on for anomalies, and 0, -1, false,
    /// no, n, f or off for other rows, in upper or lower case, then the report also shows how well the scores rank the anomalies.
    /// </summary>
    /// <value>Texts, Booleans, numbers or keys. Default: null, no such column.</value>
    public string? LabelColumnName { get; init; }

    /// <summary>Gets labels that are not a column of the data, one for each row, in the order of the rows. Enumerated twice.</summary>
    /// <value>Default: null, no such labels. Cannot be combined with <see cref="LabelColumnName"/>.</value>
    public IEnumerable<string>? Labels { get; init; }

    /// <summary>Gets the name of <see cref="Labels"/> on the page. Ignored without them.</summary>
    /// <value>Default: label.</value>
    public string LabelName { get; init; } = "label";

    /// <summary>Gets the number of rows on the latent map, chosen at random. Scores are computed for all rows. Ignored for time series.</summary>
    /// <value>At least 1. Default: 2,000. More rows make a larger page.</value>
    public int RowCount { get; init; } = 2000;

    /// <summary>Gets the number of highest scores that are explained. Ignored for time series.</summary>
    /// <value>At least 1. Default: 8.</value>
    public int TopCount { get; init; } = 8;

    /// <summary>Gets the number of rows that are shown beside their reconstructions. Ignored for time series.</summary>
    /// <value>At least 1. Default: 10.</value>
    public int ExampleCount { get; init; } = 10;

    /// <summary>Gets the seed that chooses the rows and draws the samples. The same seed gives the same page.</summary>
    /// <value>Default: 1.</value>
    public int Seed { get; init; } = 1;

    /// <summary>Gets whether columns that the data lacks count as missing in every row. For table models only.</summary>
    /// <value>Default: false, such data is refused.</value>
    public bool AllowMissingColumns { get; init; }

    /// <summary>Gets whether the rows are those of a file or a folder of images, which has no columns.</summary>
    internal bool IsOfImages { get; init; }

    /// <summary>Gets the name of the file of each row; null for rows that are no files.</summary>
    internal IReadOnlyList<string>? FileNames { get; init; }

    /// <summary>
    /// Gets the function that finds a row of the data in its file: the path of the file, null where there is only one, and the number of the row there.
    /// Rows count from 1. For models of time series only.
    /// </summary>
    internal Func<long, (string? Path, long Row)> FindRow { get; init; } = row => (null, row);

    /// <summary>
    /// Gets the function that reads chosen rows again, by their numbers from 0 in rising order, with the texts of categories that are not in the training
    /// data. Null where the data has these texts.
    /// </summary>
    internal Func<IReadOnlyList<long>, IDataView>? ChooseRows { get; init; }

    /// <summary>Checks the options that do not depend on the data.</summary>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(RowCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(TopCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(ExampleCount, 1);
        if (Image is { Channels: not (1 or 3) and var channels })
        {
            throw new ArgumentOutOfRangeException(
                nameof(Image),
                channels,
                "Images have 1 channel (gray) or 3 channels (red, green, blue)."
            );
        }

        if (Labels is not null && LabelColumnName is not null)
        {
            throw new ArgumentException(
                $"Both {nameof(Labels)} and {nameof(LabelColumnName)} are set. Set one of them.",
                nameof(Labels)
            );
        }
    }
}
