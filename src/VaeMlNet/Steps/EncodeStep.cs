namespace VaeMlNet;

/// <summary>
/// Creates the step of VaeEncode. It runs encoder.onnx, whose outputs are the means and, if requested, the log-variances; or
/// the probabilities of categorical latents.
/// </summary>
internal static class EncodeStep
{
    /// <summary>The name of the step in messages.</summary>
    public const string Name = "VaeEncode";

    /// <inheritdoc cref="ScoreStep.CheckOptions"/>
    public static void CheckOptions(string outputColumnName, VaeEncodeOptions options)
    {
        OutputColumn.CheckNames(
            Name,
            options.LogVarianceColumnName is { } logVariance ? [outputColumnName, logVariance] : [outputColumnName]
        );
    }

    public static BatchedOnnxStep Create(
        StepModel model,
        string outputColumnName,
        InputNames inputNames,
        VaeEncodeOptions options
    )
    {
        CheckOptions(outputColumnName, options);
        var folder = model.Folder.WithLatents();
        var tensors = GraphTensors.EncoderOutputs(folder.Manifest);
        var outputs = new List<OutputColumn>
        {
            new VectorOutput(outputColumnName, tensors[0], slotNames: folder.Manifest.Latent.SlotNames()),
        };
        if (options.LogVarianceColumnName is { } logVariance)
        {
            outputs.Add(
                tensors.Length > 1 && tensors[1].Name == GraphTensors.LogVariance
                    ? new VectorOutput(logVariance, tensors[1])
                    : throw StepErrors.NoLogVariance(folder.Path, logVariance)
            );
        }

        var inputs = StepInputs.Create(folder, Name, inputNames, outputColumnName, options);
        return new BatchedOnnxStep
        {
            Name = Name,
            Folder = folder,
            Graphs = [new(ModelFolderFiles.Encoder, folder.Encoder, GraphTensors.Inputs(folder.Manifest))],
            Inputs = inputs,
            Outputs = outputs,
            BatchSize = model.Settings.BatchSize(options.BatchSize),
            Settings = model.Settings,
        }.Checked();
    }
}
