using System.Globalization;

namespace VaeMlNet;

/// <summary>
/// A batch of a model that declares a batch axis. The first run compares a few rows with the same rows alone. If the results
/// differ, or if the model cannot run a batch, each row runs alone when it is read.
/// </summary>
internal sealed class ConfirmedBatch : StepBatch
{
    private readonly OnnxBatch batch;
    private readonly RowRun single;
    private readonly RowIndependence independence;
    private readonly IReadOnlyList<GraphTensor> outputs;
    private bool isRowByRow;
    private int rowOfSingle = -1;

    private ConfirmedBatch(
        SessionLease lease,
        IReadOnlyList<GraphTensor> inputs,
        IReadOnlyList<GraphTensor> outputs,
        int capacity,
        RowIndependence independence
    )
    {
        batch = new(lease, inputs, outputs, capacity);
        single = new(lease, inputs, outputs);
        this.independence = independence;
        this.outputs = outputs;
    }

    /// <summary>Creates a batch. A batch of one row needs no comparison, and its outputs can have any shape.</summary>
    public static StepBatch Create(
        BatchedOnnxStep step,
        StepSessions sessions,
        IReadOnlyList<GraphTensor> outputs,
        int capacity
    )
    {
        var inputs = step.Graphs[0].Inputs;
        return capacity == 1
            ? new RowRun(sessions.Leases[0], inputs, outputs)
            : new ConfirmedBatch(sessions.Leases[0], inputs, outputs, capacity, sessions.Independence!);
    }

    public override RowValues Input(int input, int row) => batch.Input(input, row);

    public override RowValues Output(int output, int row)
    {
        if (!isRowByRow)
        {
            return batch.Output(output, row);
        }

        RunAlone(row);
        return single.Output(output, 0);
    }

    public override void Run(int rowCount)
    {
        rowOfSingle = -1;
        // A single row cannot show whether rows depend on each other.
        isRowByRow = independence.IsRefuted || (rowCount == 1 && !independence.IsConfirmed);
        if (isRowByRow)
        {
            return;
        }

        try
        {
            batch.Run(rowCount);
        }
        catch (InvalidOperationException e) when (e is not ObjectDisposedException)
        {
            // Either the model cannot run batches, or a bad row makes this batch fail. Rows then run alone, so that only the
            // bad row fails, and only if it is read.
            isRowByRow = true;
            RefuteIfRowsRunAlone(rowCount, e);
        }

        if (!isRowByRow && !independence.IsConfirmed)
        {
            Compare(rowCount);
        }
    }

    public override void Dispose()
    {
        batch.Dispose();
        single.Dispose();
    }

    private void RunAlone(int row)
    {
        if (rowOfSingle != row)
        {
            rowOfSingle = -1;
            single.Inputs.CopyRow(batch.Inputs, row, 0);
            single.Run(1);
            rowOfSingle = row;
        }
    }

    private void RefuteIfRowsRunAlone(int rowCount, InvalidOperationException failure)
    {
        try
        {
            RunAlone(0);
            RunAlone(rowCount - 1);
        }
        catch (InvalidOperationException e) when (e is not ObjectDisposedException)
        {
            return;
        }

        independence.Refute(FormattableString.Invariant($"a batch of {rowCount} rows failed ({failure.Reason()})."));
    }

    private void Compare(int rowCount)
    {
        // Sums along the batch change the last row, sums from the end change the first row, and other mixtures change rows
        // between.
        int[] rows = [0, rowCount / 3, 2 * rowCount / 3, rowCount - 1];
        foreach (var row in rows.Distinct())
        {
            RunAlone(row);
            for (var i = 0; i < outputs.Count; i++)
            {
                var type = ElementType.Find(outputs[i].ElementType)!;
                if (!type.Use(new RowComparison(batch, single, i, row)))
                {
                    isRowByRow = true;
                    independence.Refute(
                        FormattableString.Invariant(
                            $"output '{outputs[i].Name}' of row {row} of a batch differs from that of the same row alone."
                        )
                    );
                    return;
                }
            }
        }

        independence.Confirm();
    }
}

/// <summary>Compares an output of a row in a batch with the same output of the row alone.</summary>
internal readonly record struct RowComparison(OnnxBatch Batch, RowRun Single, int Output, int Row)
    : IElementTypeUse<bool>
{
    /// <summary>
    /// The largest difference that counts as equal, relative to the largest value of the row. Batches add numbers in another
    /// order than single rows, which changes the last digits; small values can be differences of large ones.
    /// </summary>
    private const double Tolerance = 1e-3;

    public bool With<T>()
        where T : struct
    {
        var together = Batch.Output<T>(Output, Row);
        var alone = Single.Output(Output, 0).As<T>();
        return together.Length == alone.Length
            && (
                typeof(T) == typeof(float) || typeof(T) == typeof(double)
                    ? AreClose([.. Doubles(together)], [.. Doubles(alone)])
                    : AreEqual(together, alone)
            );
    }

    private static double[] Doubles<T>(ReadOnlySpan<T> values)
        where T : struct
    {
        var doubles = new double[values.Length];
        for (var i = 0; i < doubles.Length; i++)
        {
            doubles[i] = Convert.ToDouble(values[i], CultureInfo.InvariantCulture);
        }

        return doubles;
    }

    private static bool AreClose(double[] together, double[] alone)
    {
        var largest = alone.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max();
        return together
            .Zip(alone)
            .All(p => p.First.Equals(p.Second) || Math.Abs(p.First - p.Second) <= Tolerance * largest);
    }

    private static bool AreEqual<T>(ReadOnlySpan<T> together, ReadOnlySpan<T> alone)
        where T : struct
    {
        for (var i = 0; i < together.Length; i++)
        {
            var same =
                together[i] is ReadOnlyMemory<char> text && alone[i] is ReadOnlyMemory<char> other
                    ? text.Span.SequenceEqual(other.Span)
                    : together[i].Equals(alone[i]);
            if (!same)
            {
                return false;
            }
        }

        return true;
    }
}
