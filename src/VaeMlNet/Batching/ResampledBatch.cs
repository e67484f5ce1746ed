namespace VaeMlNet;

/// <summary>
/// A batch of a step that samples the missing cells of a row together: z is chosen among K samples of q(z|x_observed) by its importance
/// weight, and all missing cells are sampled from p(x|z) (sampling importance resampling: Rubin 1988; Mattei and Frellsen 2019, section 3.3).
/// </summary>
/// <remarks>The choice needs one pass over the samples: each replaces the one before it with the probability of its share of the weights.</remarks>
internal sealed class ResampledBatch : PosteriorBatch
{
    private readonly TypedRows drawn;
    private readonly int[] inputOfOutput;
    private readonly LogSumExp weights;

    /// <param name="step">The step.</param>
    /// <param name="sessions">The sessions of the step.</param>
    /// <param name="outputs">The requested columns of filled cells.</param>
    /// <param name="capacity">The number of rows of a full batch.</param>
    public ResampledBatch(BatchedOnnxStep step, StepSessions sessions, IReadOnlyList<GraphTensor> outputs, int capacity)
        : base(step, sessions, step.Posterior!.Parameters, capacity)
    {
        inputOfOutput = [.. outputs.Select(output => Posterior.Find(output).Column)];
        drawn = new(Posterior.RowDraws.Values, capacity);
        weights = new(capacity);
    }

    public override RowValues Output(int output, int row) => Input(inputOfOutput[output], row);

    public override void Run(int rowCount)
    {
        weights.Clear();
        Encoder.Run(rowCount);
        for (var sample = 0; sample < Posterior.SampleCount; sample++)
        {
            Decode(rowCount, sample);
            for (var row = 0; row < rowCount; row++)
            {
                if (Chooses(row, sample))
                {
                    Posterior.RowDraws.Write(Decoder, row, Posterior.CellsOf(IdOf(row)), drawn);
                }
            }
        }

        for (var row = 0; row < rowCount; row++)
        {
            Fill(row);
        }
    }

    private bool Chooses(int row, int sample)
    {
        var (_, weight) = weights.Add(row, LogDensity(row) + LogRatio(row));
        return sample == 0 || Posterior.ChoiceOf(IdOf(row)).Uniform(sample) * weights.WeightSum(row) < weight;
    }

    private void Fill(int row)
    {
        foreach (var column in Posterior.Columns)
        {
            if (column.KeyCount is { } keyCount)
            {
                ref var key = ref Encoder.Input<uint>(column.Input, row)[0];
                key = key >= 1 && key <= keyCount ? key : drawn.Row<uint>(column.Input, row)[0];
                continue;
            }

            var numbers = Encoder.Input<float>(column.Input, row);
            for (var slot = 0; slot < numbers.Length; slot++)
            {
                numbers[slot] = float.IsNaN(numbers[slot]) ? drawn.Row<float>(column.Input, row)[slot] : numbers[slot];
            }
        }
    }
}
