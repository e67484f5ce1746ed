namespace VaeMlNet;

/// <summary>Creates the step of VaeDecode. It runs decoder.onnx, whose output is the likelihood's mean.</summary>
internal static class DecodeStep
{
    public static BatchedOnnxStep Create(
        StepModel model,
        string outputColumnName,
        string? inputColumnName,
        VaeStepOptions options
    )
    {
        var folder = model.Folder.WithLatents();
        var input = new FeatureInput(
            GraphTensors.Latent(folder.Manifest),
            inputColumnName ?? outputColumnName,
            folder.Path
        )
        {
            Step = "VaeDecode",
            Range = InputRange.OfLatents(folder.Manifest, folder.Path),
            Slots = "latent dimensions",
        };
        var conditions = StepInputs.CreateConditions(folder, input.Step);
        return new BatchedOnnxStep
        {
            Name = input.Step,
            Folder = folder,
            Graphs = [new(ModelFolderFiles.Decoder, folder.Decoder, GraphTensors.DecoderInputs(folder.Manifest))],
            Inputs = [input, .. conditions],
            Outputs =
            [
                new VectorOutput(
                    outputColumnName,
                    GraphTensors.DecoderOutputs(folder.Manifest)[0],
                    slotNames: SlotOutputs.OfReconstruction(folder.Manifest)
                ),
            ],
            BatchSize = model.Settings.BatchSize(options.BatchSize),
            Settings = model.Settings,
        }.Checked();
    }
}
