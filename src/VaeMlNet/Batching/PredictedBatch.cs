namespace VaeMlNet;

/// <summary>
/// A batch of a step that fills missing cells by the means of p(x|z), z the mean of q(z|x_observed), and computes their uncertainties.
/// </summary>
internal sealed class PredictedBatch : PosteriorBatch
{
    private readonly (int Column, bool IsUncertainty)[] outputs;
    private readonly TypedRows values;

    /// <param name="step">The step.</param>
    /// <param name="sessions">The sessions of the step.</param>
    /// <param name="outputs">The requested columns of filled cells and of uncertainties.</param>
    /// <param name="capacity">The number of rows of a full batch.</param>
    public PredictedBatch(BatchedOnnxStep step, StepSessions sessions, IReadOnlyList<GraphTensor> outputs, int capacity)
        : base(step, sessions, step.Posterior!.Parameters, capacity)
    {
        this.outputs = [.. outputs.Select(Posterior.Find)];
        values = new(outputs, capacity);
    }

    public override RowValues Output(int output, int row) => values.Row(output, row);

    public override void Run(int rowCount)
    {
        Encoder.Run(rowCount);
        Decode(rowCount, number: null);
        for (var row = 0; row < rowCount; row++)
        {
            foreach (var (i, (input, isUncertainty)) in outputs.Index())
            {
                var (prediction, first) = Posterior.Predictions[input];
                DecodedRow decoded = new(Decoder, row, first);
                if (isUncertainty)
                {
                    prediction.WriteUncertainty(decoded, Encoder, input, values, i);
                }
                else
                {
                    prediction.WriteFilled(decoded, Encoder, input, values, i);
                }
            }
        }
    }
}
