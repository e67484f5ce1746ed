namespace VaeMlNet;

/// <summary>VaeReconstruct as a step: encoder.onnx, whose posterior means go into decoder.onnx.</summary>
internal static class ReconstructStep
{
    public static BatchedOnnxStep Create(
        StepModel model,
        string outputColumnName,
        string? inputColumnName,
        VaeStepOptions options
    )
    {
        ModelFolder folder = model.Folder;
        VaeManifest manifest = folder.Manifest;
        GraphTensor mean = GraphTensors.EncoderOutputs(manifest)[0];
        GraphTensor reconstruction = GraphTensors.DecoderOutputs(manifest)[0];
        return new BatchedOnnxStep
        {
            Name = nameof(Microsoft.ML.VaeCatalog.VaeReconstruct),
            ModelFolder = folder.Path,
            Graphs =
            [
                new(ModelFolderFiles.Encoder, folder.Encoder, GraphTensors.Features(manifest), HandsOn: mean),
                new(ModelFolderFiles.Decoder, folder.Decoder, GraphTensors.Latent(manifest)),
            ],
            InputColumnName = inputColumnName ?? outputColumnName,
            Outputs = [new VectorOutput(outputColumnName, reconstruction, hasInputSlots: true)],
            BatchSize = options.BatchSize,
            Range = new InputRange(manifest, folder.Path),
            Settings = model.Settings,
        }.Checked();
    }
}
