namespace VaeMlNet;

/// <summary>
/// A batch of a step that fills missing cells with the values of the imputer, and computes their uncertainties from p(x|z), z the mean of
/// q(z|x_observed).
/// </summary>
internal sealed class PredictedBatch : PosteriorBatch
{
    private readonly OnnxBatch imputer;
    private readonly (int Column, bool IsUncertainty)[] outputs;
    private readonly int[] places; // of each output among those of the imputer, or among the uncertainties
    private readonly TypedRows uncertainties;
    private readonly Dictionary<int, int> filledKeys; // the place among the imputer's outputs by column
    private readonly RowRelations? relations;

    /// <param name="step">The step.</param>
    /// <param name="sessions">The sessions of the step.</param>
    /// <param name="outputs">The requested columns of filled cells and of uncertainties.</param>
    /// <param name="capacity">The number of rows of a full batch.</param>
    public PredictedBatch(BatchedOnnxStep step, StepSessions sessions, IReadOnlyList<GraphTensor> outputs, int capacity)
        : base(step, sessions, step.Posterior!.Parameters, capacity)
    {
        // The uncertainty of a key needs the filled one.
        var keys = outputs
            .Select(Posterior.Find)
            .Where(output => output.IsUncertainty && Posterior.ModelColumns[output.Column].KeyCount is not null)
            .Select(output =>
                (output.Column, Tensor: GraphTensors.ImputerOutput(Posterior.ModelColumns[output.Column]))
            )
            .ToArray();
        GraphTensor[] filled =
        [
            .. outputs
                .Where(output => !Posterior.Find(output).IsUncertainty)
                .Concat(keys.Select(key => key.Tensor))
                .DistinctBy(output => output.Name),
        ];
        filledKeys = keys.ToDictionary(
            key => key.Column,
            key => Array.FindIndex(filled, output => output.Name == key.Tensor.Name)
        );
        imputer = OpenThird(step, sessions, filled, capacity);
        this.outputs = [.. outputs.Select(Posterior.Find)];
        places =
        [
            .. this.outputs.Select(
                (output, i) => this.outputs.Take(i).Count(other => other.IsUncertainty == output.IsUncertainty)
            ),
        ];
        uncertainties = new(outputs.Where((_, i) => this.outputs[i].IsUncertainty), capacity);
        relations = Posterior.NewRelations(capacity);
    }

    public override RowValues Output(int output, int row) =>
        outputs[output].IsUncertainty ? uncertainties.Row(places[output], row) : imputer.Output(places[output], row);

    public override void Run(int rowCount)
    {
        Impute(imputer, rowCount);
        Encoder.Run(rowCount);
        Decode(rowCount, number: null);
        for (var row = 0; row < rowCount; row++)
        {
            WriteUncertainties(row);
        }
    }

    /// <summary>Writes the uncertainties of a row. Cells that follow from observed ones have none.</summary>
    private void WriteUncertainties(int row)
    {
        if (relations is not null)
        {
            AddObserved(relations, row);
        }

        int[] certain = [.. (relations?.AddCertain(row) ?? []).Select(cell => cell.Column)];
        foreach (var ((input, _), place) in outputs.Zip(places).Where(output => output.First.IsUncertainty))
        {
            var (prediction, first) = Posterior.Predictions[input];
            var written = uncertainties.Row<float>(place, row);
            prediction.WriteUncertainty(
                new DecodedRow(Decoder, row, first),
                Encoder,
                input,
                filledKeys.TryGetValue(input, out var output) ? imputer.Output<uint>(output, row)[0] : null,
                written
            );
            if (certain.Contains(input))
            {
                written[0] = 0;
            }
        }
    }
}
