namespace VaeMlNet;

/// <summary>
/// A batch of a step that fills missing cells by the means of p(x|z), z the mean of q(z|x_observed), and computes their uncertainties.
/// </summary>
internal sealed class PredictedBatch : PosteriorBatch
{
    private readonly (int Column, bool IsUncertainty)[] outputs;
    private readonly TypedRows values;
    private readonly RowRelations? relations;
    private readonly TypedRows? relatedValues;

    /// <param name="step">The step.</param>
    /// <param name="sessions">The sessions of the step.</param>
    /// <param name="outputs">The requested columns of filled cells and of uncertainties.</param>
    /// <param name="capacity">The number of rows of a full batch.</param>
    public PredictedBatch(BatchedOnnxStep step, StepSessions sessions, IReadOnlyList<GraphTensor> outputs, int capacity)
        : base(step, sessions, step.Posterior!.Parameters, capacity)
    {
        this.outputs = [.. outputs.Select(Posterior.Find)];
        values = new(outputs, capacity);
        relations = Posterior.NewRelations(capacity);
        if (relations is not null)
        {
            relatedValues = new(
                relations.Columns.Select(column => GraphTensors.Input(Posterior.ModelColumns[column])),
                capacity
            );
        }
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

            Relate(row);
        }
    }

    /// <summary>Changes the filled cells so that relations hold. Cells that follow from observed ones have no uncertainty.</summary>
    private void Relate(int row)
    {
        if (relations is null)
        {
            return;
        }

        AddObserved(relations, row);
        foreach (var (column, value, isCertain) in relations.Fill(row, column => Predict(column, row)))
        {
            foreach (var (i, (input, isUncertainty)) in outputs.Index())
            {
                if (input != column || (isUncertainty && !isCertain))
                {
                    continue;
                }

                if (isUncertainty)
                {
                    values.Row<float>(i, row)[0] = 0;
                }
                else if (IsKey(column))
                {
                    values.Row<uint>(i, row)[0] = (uint)value;
                }
                else
                {
                    values.Row<float>(i, row)[0] = value;
                }
            }
        }
    }

    private float Predict(int column, int row)
    {
        var (prediction, first) = Posterior.Predictions[column];
        var place = Array.IndexOf(relations!.Columns, column);
        prediction.WriteFilled(new DecodedRow(Decoder, row, first), Encoder, column, relatedValues!, place);
        return IsKey(column) ? relatedValues!.Row<uint>(place, row)[0] : relatedValues!.Row<float>(place, row)[0];
    }

    private bool IsKey(int column) => Posterior.ModelColumns[column].Type == VaeColumn.KeyType;
}
