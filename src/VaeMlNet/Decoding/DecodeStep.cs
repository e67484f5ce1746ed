namespace VaeMlNet;

/// <summary>VaeDecode as a step: decoder.onnx, the likelihood's mean.</summary>
internal static class DecodeStep
{
    public static BatchedOnnxStep Create(
        StepModel model,
        string outputColumnName,
        string? inputColumnName,
        VaeStepOptions options
    )
    {
        ModelFolder folder = model.Folder;
        return new BatchedOnnxStep
        {
            Name = nameof(Microsoft.ML.VaeCatalog.VaeDecode),
            ModelFolder = folder.Path,
            Graphs = [new(ModelFolderFiles.Decoder, folder.Decoder, GraphTensors.Latent(folder.Manifest))],
            InputSlots = "latent dimensions",
            InputColumnName = inputColumnName ?? outputColumnName,
            Outputs = [new VectorOutput(outputColumnName, GraphTensors.DecoderOutputs(folder.Manifest)[0])],
            BatchSize = options.BatchSize,
            Range = InputRange.OfLatents(folder.Manifest, folder.Path),
            Settings = model.Settings,
        }.Checked();
    }
}
