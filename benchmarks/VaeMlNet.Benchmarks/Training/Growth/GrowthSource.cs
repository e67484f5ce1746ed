namespace VaeMlNet.Benchmarks;

/// <summary>The source of the training rows.</summary>
internal enum GrowthSource
{
    /// <summary>All rows are in memory, which is the default.</summary>
    Memory,

    /// <summary>Rows of few numbers are in memory, so that there can be many.</summary>
    Narrow,

    /// <summary>Each epoch reads the rows from the data view again, through a shuffle buffer.</summary>
    Streamed,
}
