namespace VaeMlNet;

/// <summary>Creates the graphs of steps that sample latents: encoder.onnx and decoder.onnx.</summary>
internal static class PosteriorGraphs
{
    public static StepGraph[] Create(ModelFolder folder)
    {
        var embedding = GraphTensors.EncoderOutputs(folder.WithLatents().Manifest)[0];
        return
        [
            new(ModelFolderFiles.Encoder, folder.Encoder, GraphTensors.Inputs(folder.Manifest), HandsOn: embedding),
            new(ModelFolderFiles.Decoder, folder.Decoder, GraphTensors.DecoderInputs(folder.Manifest)),
        ];
    }
}
