namespace VaeMlNet;

/// <summary>Settings that all steps have: <c>VaeDecode</c> and <c>VaeReconstruct</c> have no others.</summary>
/// <remarks>Read once, when the estimator is made. Not for concurrent change.</remarks>
public class VaeStepOptions
{
    /// <summary>
    /// Rows of one run of the model. Default: 256. Range: 1 and up. Larger batches are a little faster per row and hold more
    /// rows in memory; results do not depend on it beyond rounding.
    /// </summary>
    public int BatchSize { get; set; } = 256;

    /// <summary>
    /// Whether data may lack columns of a table model: every cell of a column that is not there counts as missing then. Default:
    /// false, a missing column is an error. Booleans have no missing value and can never be left out; nor can the column of a
    /// model that takes features.
    /// </summary>
    public bool AllowMissingColumns { get; set; }

    /// <summary>
    /// Threads that one run uses on the CPU. Default: null, which means the number of processors, at most 4. Range: 1 and up.
    /// Must be null for a step on an opened <see cref="VaeModel"/>: its threads were chosen when it was opened.
    /// </summary>
    public int? IntraOpThreadCount { get; set; }
}
