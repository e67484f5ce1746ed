namespace VaeMlNet;

/// <summary>
/// VaeEncode as a step: encoder.onnx, the means and the log-variances where they are wanted; or the probabilities of
/// categorical latents.
/// </summary>
internal static class EncodeStep
{
    public static BatchedOnnxStep Create(
        StepModel model,
        string outputColumnName,
        string? inputColumnName,
        VaeEncodeOptions options
    )
    {
        ModelFolder folder = model.Folder;
        GraphTensor[] tensors = GraphTensors.EncoderOutputs(folder.Manifest);
        var outputs = new List<OutputColumn>
        {
            new VectorOutput(outputColumnName, tensors[0], slotNames: folder.Manifest.Latent.SlotNames()),
        };
        if (options.LogVarianceColumnName is { } logVariance)
        {
            outputs.Add(
                tensors.Length > 1
                    ? new VectorOutput(logVariance, tensors[1])
                    : throw StepErrors.NoLogVariance(folder.Path, logVariance)
            );
        }
        var input = new FeatureInput(
            GraphTensors.Features(folder.Manifest),
            inputColumnName ?? outputColumnName,
            folder.Path
        )
        {
            Step = nameof(Microsoft.ML.VaeCatalog.VaeEncode),
            Range = new InputRange(folder.Manifest, folder.Path),
        };
        return new BatchedOnnxStep
        {
            Name = input.Step,
            ModelFolder = folder.Path,
            Graphs = [new(ModelFolderFiles.Encoder, folder.Encoder, [input.Tensor])],
            Inputs = [input],
            Outputs = outputs,
            BatchSize = options.BatchSize,
            Settings = model.Settings,
        }.Checked();
    }
}
