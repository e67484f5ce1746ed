namespace VaeMlNet;

/// <summary>Settings that all steps have: <c>VaeDecode</c> and <c>VaeReconstruct</c> have no others.</summary>
/// <remarks>Read once, when the estimator is made. Not for concurrent change.</remarks>
public class VaeStepOptions
{
    /// <summary>
    /// Rows of one run of the model. Default: 256. Range: 1 and up. Results do not depend on it beyond rounding.
    /// </summary>
    /// <remarks>
    /// The default is where it no longer matters. Measured with a 784-400-20 network: with one thread 16 to 1,024 rows differ by
    /// less than 5 %, 4 rows take a third more time a row and 1 row three times as much; above 1,024 the intermediate values
    /// leave the processor's cache and it gets slower again. Two threads need more rows to share: 64 are enough to within a
    /// tenth. More threads, and a CUDA device, need as many more; rows and values beside them are in memory twice while the
    /// next batch is read. Wide data (thousands of features) does as well with 64.
    /// </remarks>
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
    /// <remarks>
    /// The default is for one cursor, which is what reads most pipelines. Measured: two threads make a batch of 256 rows of a
    /// 784-400-20 network 1.6 to 1.8 times as fast. A batch takes about two milliseconds on one thread, and waking a thread for
    /// each of its operators tens of microseconds: beyond 4 threads, so it is reckoned and not measured, the waking costs more
    /// than the sharing saves. With a cursor set, or with one thread of your own per stream, choose 1: two cursors with one
    /// thread each are up to 1.3 times as fast as one cursor with two threads, and they scale with the processors.
    /// </remarks>
    public int? IntraOpThreadCount { get; set; }
}
