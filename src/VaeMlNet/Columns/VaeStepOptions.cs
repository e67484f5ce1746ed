using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>Options that all VAE steps share. <c>VaeDecode</c> has no others.</summary>
/// <remarks>Thread safety: immutable.</remarks>
public record VaeStepOptions
{
    /// <summary>Gets the number of rows that one run of the model computes.</summary>
    /// <value>Default: null, chosen by the device: 256 rows on the CPU, and 1,024 on CUDA. Range: 1 and up.</value>
    /// <remarks>
    /// Choose 64 for wide data (thousands of features). Choose more for many threads. The results are the same
    /// for each batch size, except for rounding. A view has the rows of up to two batches for each processor in memory. <para> Measured with a
    /// 784-400-20 network: with one thread, 16 to 1,024 rows differ by less than 5 %, 4 rows take a third more time per row,
    /// and 1 row takes three times as much. Above 1,024 rows, the intermediate values no longer fit into the processor's cache,
    /// and runs get slower again. Two threads are within a tenth of their best at 64 rows. </para>
    /// </remarks>
    public int? BatchSize { get; init; }

    /// <summary>Gets whether the data may lack columns of a table model. Every cell of a missing column counts as missing.</summary>
    /// <value>Default: false, which makes a missing column an error.</value>
    /// <remarks>
    /// Set it if some inputs arrive without a column. Boolean columns can never be missing, because Booleans have no missing
    /// value. Ignored by models that were trained on one feature column, which can never be missing. An error for <c>VaeScoreSeries</c>, which
    /// needs every channel.
    /// </remarks>
    public bool AllowMissingColumns { get; init; }

    /// <summary>Gets the number of threads that one run uses on the CPU.</summary>
    /// <value>
    /// Default: null, which means 1; a cursor of a view then runs as many batches at the same time as there are processors, and a set of cursors
    /// shares them. Range: 1 to 1,024. With a number, a cursor runs one batch after the other. Must be null for an opened <see cref="VaeModel"/>,
    /// whose threads were chosen when it was opened.
    /// </value>
    /// <remarks>
    /// Choose 1 if several threads of your own read at the same time, or to leave the other processors to other programs. Choose more for single rows,
    /// or few rows at a time, of a large model. Values, their order and errors are the same for each number of processors. <para> The default is faster
    /// than several threads for one run: threads with a run each do not wait for each other after every operator. </para>
    /// </remarks>
    public int? IntraOpThreadCount { get; init; }

    /// <summary>Checks the number of rows of a run before there is a model, which decides on the largest number.</summary>
    internal void CheckBatchSize(string step)
    {
        if (BatchSize is < 1 and var size)
        {
            throw StepErrors.BatchSize(step, size);
        }
    }

    /// <summary>Checks the number of rows of a run by the columns of its input, before a training. Latents and categories that need more memory are an error after it.</summary>
    /// <param name="step">The step, as the message names it.</param>
    /// <param name="schema">The columns of the data. Missing ones are not counted.</param>
    /// <param name="columnNames">The columns of the input.</param>
    /// <param name="windowLength">The number of rows of the data in an input.</param>
    internal void CheckBatchSize(
        string step,
        DataViewSchema schema,
        IEnumerable<string> columnNames,
        int windowLength = 1
    )
    {
        var bytes = columnNames
            .Select(name => schema.GetColumnOrNull(name)?.Type)
            .Sum(type =>
                type is null or BooleanDataViewType ? 1L : sizeof(float) * ((type as VectorDataViewType)?.Size ?? 1L)
            );
        // Beside the input are outputs of its size, such as contributions, expected values and uncertainties, and scores or latents.
        var largest = (int)(Array.MaxLength / ((4 * bytes * windowLength) + 256));
        if (BatchSize > largest)
        {
            throw StepErrors.BatchSize(step, BatchSize.Value, largest);
        }
    }
}
