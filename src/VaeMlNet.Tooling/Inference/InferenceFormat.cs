namespace VaeMlNet.Tooling;

/// <summary>The options for reading the rows of files for a model.</summary>
internal sealed record InferenceFormat
{
    /// <summary>Gets the columns of features. Default: all. Other models find their columns by name.</summary>
    public ColumnChoice Choice { get; init; } = ColumnChoice.All;

    /// <summary>Gets whether files may lack columns of a table. Default: null, which means no, and that the verb has no option for it.</summary>
    public bool? AllowMissingColumns { get; init; }

    /// <summary>Gets how the cells of a table or of time series are read. Default: null, as those of the training data.</summary>
    public VaeTableSchema? Schema { get; init; }

    /// <summary>Gets the size to which pictures of a folder are resized. Default: null, that of the first picture. Tables have none.</summary>
    public VaeImageShape? Shape { get; init; }

    /// <summary>Gets the parts of files to read. Default: null, the whole file.</summary>
    public FileSlices? Slices { get; init; }

    /// <summary>Gets the column with the time of rows of time series. Default: null, that of the training data.</summary>
    public string? TimeColumn { get; init; }

    /// <summary>
    /// Gets whether rows of time series that are not in the order of time are sorted, or refused. Default: null, which does not check them.
    /// </summary>
    public bool? Sorts { get; init; }

    /// <summary>Gets the column that tells time series apart. Default: null, that of the training data.</summary>
    public string? SeriesColumn { get; init; }
}
