namespace VaeMlNet;

/// <summary>VaeEncode as a step: encoder.onnx, the means, and the log-variances where they are wanted.</summary>
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
        var outputs = new List<OutputColumn> { new VectorOutput(outputColumnName, tensors[0]) };
        if (options.LogVarianceColumnName is { } logVariance)
        {
            outputs.Add(new VectorOutput(logVariance, tensors[1]));
        }
        return new BatchedOnnxStep
        {
            Name = nameof(Microsoft.ML.VaeCatalog.VaeEncode),
            ModelFolder = folder.Path,
            Graphs = [new(ModelFolderFiles.Encoder, folder.Encoder, GraphTensors.Features(folder.Manifest))],
            InputColumnName = inputColumnName ?? outputColumnName,
            Outputs = outputs,
            BatchSize = options.BatchSize,
            Range = new InputRange(folder.Manifest, folder.Path),
            Settings = model.Settings,
        }.Checked();
    }
}
