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
        var input = new FeatureInput(GraphTensors.Features(manifest), inputColumnName ?? outputColumnName, folder.Path)
        {
            Step = nameof(Microsoft.ML.VaeCatalog.VaeReconstruct),
            Range = new InputRange(manifest, folder.Path),
        };
        return new BatchedOnnxStep
        {
            Name = input.Step,
            ModelFolder = folder.Path,
            Graphs =
            [
                new(ModelFolderFiles.Encoder, folder.Encoder, [input.Tensor], HandsOn: mean),
                new(ModelFolderFiles.Decoder, folder.Decoder, [GraphTensors.Latent(manifest)]),
            ],
            Inputs = [input],
            Outputs = [new VectorOutput(outputColumnName, reconstruction, hasInputSlots: true)],
            BatchSize = options.BatchSize,
            Settings = model.Settings,
        }.Checked();
    }
}
