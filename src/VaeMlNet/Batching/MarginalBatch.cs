using System.Runtime.InteropServices;

namespace VaeMlNet;

/// <summary>A batch of a step that estimates -log p(x) of rows from samples of z, weighted by importance.</summary>
/// <remarks>
/// The estimate is -log (1/K) sum p(x|z_k) p(z_k) / q(z_k|x) (Burda et al. 2016, eq. 8). The decoder gives log p(x|z) up to a constant of the
/// row, such as a log-factorial or the unit of a column. scorer.onnx contains these constants: its reconstruction error at the embedding
/// minus the same error without constants. The sums are in float64, and each row is computed from that row alone.
/// </remarks>
internal sealed class MarginalBatch : PosteriorBatch
{
    private readonly OnnxBatch scorer;
    private readonly int?[] outputOfScorer; // null for the score from samples
    private readonly float[] scores;
    private readonly double[] constants;

    /// <param name="step">A step whose graphs are encoder, decoder and scorer.</param>
    /// <param name="sessions">The sessions of the step.</param>
    /// <param name="outputs">The requested outputs: those of the scorer, and <see cref="ScoreKind.Sampled"/>.</param>
    /// <param name="capacity">The number of rows of a full batch.</param>
    public MarginalBatch(BatchedOnnxStep step, StepSessions sessions, IReadOnlyList<GraphTensor> outputs, int capacity)
        : base(step, sessions, step.Posterior!.Parameters, capacity)
    {
        GraphTensor error = new(ScoreKind.ReconstructionErrorTensor, 1);
        List<GraphTensor> computed =
        [
            error,
            .. outputs.Where(output => output.Name != ScoreKind.Sampled.Tensor && output.Name != error.Name),
        ];
        outputOfScorer =
        [
            .. outputs.Select(output =>
                computed.FindIndex(other => other.Name == output.Name) is >= 0 and var index ? index : (int?)null
            ),
        ];
        scorer = OpenThird(step, sessions, computed, capacity);
        scores = new float[capacity];
        constants = new double[capacity];
    }

    public override RowValues Output(int output, int row) =>
        outputOfScorer[output] is { } index
            ? scorer.Output(index, row)
            : new(MemoryMarshal.AsBytes(scores.AsSpan(row, 1)));

    public override void Run(int rowCount)
    {
        for (var row = 0; row < rowCount; row++)
        {
            scorer.Inputs.CopyRow(Encoder.Inputs, row, row);
        }

        SetIdsByValues(rowCount);
        scorer.Run(rowCount);
        Encoder.Run(rowCount);
        Decode(rowCount, number: null);
        for (var row = 0; row < rowCount; row++)
        {
            constants[row] = scorer.Output<float>(0, row)[0] + LogDensityWithMissing(row);
        }

        LogSumExp sum = new(rowCount);
        for (var sample = 0; sample < Posterior.SampleCount; sample++)
        {
            Decode(rowCount, sample);
            for (var row = 0; row < rowCount; row++)
            {
                sum.Add(row, LogDensityWithMissing(row) + LogRatio(row));
            }
        }

        foreach (var (row, logMean) in sum.LogMeans().Index())
        {
            scores[row] = (float)(constants[row] - logMean);
        }
    }

    /// <summary>Returns log p(x|z), with the probability of which cells are missing.</summary>
    private double LogDensityWithMissing(int row)
    {
        var sum = LogDensity(row);
        foreach (var (input, (prediction, first)) in Posterior.Predictions.Index())
        {
            sum += prediction.LogDensityOfMissing(new DecodedRow(Decoder, row, first), Encoder, input);
        }

        return sum;
    }
}
