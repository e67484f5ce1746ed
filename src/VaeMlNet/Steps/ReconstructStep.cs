namespace VaeMlNet;

/// <summary>Creates the step of VaeReconstruct. It runs encoder.onnx, and then decoder.onnx on the posterior means.</summary>
internal static class ReconstructStep
{
    public static BatchedOnnxStep Create(
        StepModel model,
        string outputColumnName,
        InputNames inputNames,
        VaeReconstructOptions options
    )
    {
        var folder = model.Folder.WithLatents();
        var manifest = folder.Manifest;
        var mean = GraphTensors.EncoderOutputs(manifest)[0];
        var reconstruction = GraphTensors.DecoderOutputs(manifest)[0];
        const string name = "VaeReconstruct";
        StepInput[] inputs =
        [
            .. StepInputs.Create(folder, name, inputNames, outputColumnName, options),
            .. options.DecodedConditionColumns is { } others ? StepInputs.CreateConditions(folder, name, others) : [],
        ];
        return new BatchedOnnxStep
        {
            Name = name,
            Folder = folder,
            Graphs =
            [
                new(ModelFolderFiles.Encoder, folder.Encoder, GraphTensors.Inputs(manifest), HandsOn: mean),
                new(ModelFolderFiles.Decoder, folder.Decoder, GraphTensors.DecoderInputs(manifest)),
            ],
            Inputs = inputs,
            Outputs = [SlotOutputs.DecodedOutput(outputColumnName, reconstruction, manifest)],
            BatchSize = model.Settings.BatchSize(options.BatchSize),
            Settings = model.Settings,
            NewBatch = static (step, sessions, outputs, capacity) =>
                new ChainedBatch(step, sessions, outputs, capacity),
        }.Checked();
    }
}
