namespace VaeMlNet;

/// <summary>
/// A batch of a step that fills missing cells by the means of their distribution given the observed cells, and computes their
/// uncertainties.
/// </summary>
/// <remarks>
/// With k samples of z, the distribution is the mean of p(x_missing|z) with the weights p(x_observed|z) p(z) / q(z|x_observed), which add
/// up to 1 (Mattei and Frellsen 2019, section 3.2). Without samples, z is the mean of q(z|x_observed).
/// </remarks>
internal sealed class PredictedBatch : PosteriorBatch
{
    private readonly (ColumnPrediction Prediction, int FirstParameter, int FirstSum)[] columns;
    private readonly (int Column, bool IsUncertainty)[] outputs;
    private readonly TypedRows values;
    private readonly double[] sums; // [row, sums of all columns]
    private readonly LogSumExp weights;
    private readonly int sumCount;

    /// <param name="step">The step.</param>
    /// <param name="sessions">The sessions of the step.</param>
    /// <param name="outputs">The requested columns of filled cells and of uncertainties.</param>
    /// <param name="capacity">The number of rows of a full batch.</param>
    public PredictedBatch(BatchedOnnxStep step, StepSessions sessions, IReadOnlyList<GraphTensor> outputs, int capacity)
        : base(step, sessions, step.Posterior!.Parameters, capacity)
    {
        List<(ColumnPrediction, int, int)> placed = [];
        foreach (var (prediction, first) in Posterior.Predictions)
        {
            placed.Add((prediction, first, sumCount));
            sumCount += prediction.SumCount;
        }

        columns = [.. placed];
        this.outputs = [.. outputs.Select(Posterior.Find)];
        values = new(outputs, capacity);
        sums = new double[checked(capacity * sumCount)];
        weights = new(capacity);
    }

    public override RowValues Output(int output, int row) => values.Row(output, row);

    public override void Run(int rowCount)
    {
        Array.Clear(sums);
        weights.Clear();
        Encoder.Run(rowCount);
        var samples = Posterior.SampleCount!.Value;
        for (var sample = 0; sample < Math.Max(1, samples); sample++)
        {
            Decode(rowCount, samples == 0 ? null : sample);
            for (var row = 0; row < rowCount; row++)
            {
                Add(row, samples == 0 ? 0 : LogDensity(row) + LogRatio(row));
            }
        }

        for (var row = 0; row < rowCount; row++)
        {
            Write(row);
        }
    }

    private Span<double> SumsOf(int row) => sums.AsSpan(row * sumCount, sumCount);

    /// <summary>Adds a sample. The sums are relative to the largest weight so far, so that no exponential overflows.</summary>
    private void Add(int row, double logWeight)
    {
        var ofRow = SumsOf(row);
        var (factor, weight) = weights.Add(row, logWeight);
        foreach (ref var sum in ofRow)
        {
            sum *= factor;
        }

        foreach (var (prediction, first, firstSum) in columns)
        {
            prediction.Add(new DecodedRow(Decoder, row, first), weight, ofRow.Slice(firstSum, prediction.SumCount));
        }
    }

    private void Write(int row)
    {
        var ofRow = SumsOf(row);
        foreach (ref var sum in ofRow)
        {
            sum /= weights.WeightSum(row);
        }

        foreach (var (i, (input, isUncertainty)) in outputs.Index())
        {
            var (prediction, _, firstSum) = columns[input];
            var own = ofRow.Slice(firstSum, prediction.SumCount);
            if (isUncertainty)
            {
                prediction.WriteUncertainty(own, Encoder, input, row, values, i);
            }
            else
            {
                prediction.WriteFilled(own, Encoder, input, row, values, i);
            }
        }
    }
}
