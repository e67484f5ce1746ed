namespace VaeMlNet;

/// <summary>Checks the three graphs of a model folder against each other and against the manifest.</summary>
internal static class GraphRules
{
    public static void Check(ModelFolder folder)
    {
        OnnxGraphSignature encoder = Read(folder, ModelFolderFiles.Encoder, folder.Encoder);
        OnnxGraphSignature decoder = Read(folder, ModelFolderFiles.Decoder, folder.Decoder);
        OnnxGraphSignature scorer = Read(folder, ModelFolderFiles.Scorer, folder.Scorer);
        string code = GraphTensors.EncoderOutputs(folder.Manifest)[0].Name;
        CheckLatentSizes(folder, encoder, code, decoder);

        GraphTensor features = GraphTensors.Features(folder.Manifest);
        GraphTensor latent = GraphTensors.Latent(folder.Manifest);
        Match(folder, ModelFolderFiles.Encoder, "input", encoder.Inputs, [features]);
        Match(
            folder,
            ModelFolderFiles.Encoder,
            "output",
            encoder.Outputs,
            GraphTensors.EncoderOutputs(folder.Manifest)
        );
        Match(folder, ModelFolderFiles.Decoder, "input", decoder.Inputs, [latent]);
        Match(
            folder,
            ModelFolderFiles.Decoder,
            "output",
            decoder.Outputs,
            GraphTensors.DecoderOutputs(folder.Manifest)
        );
        Match(folder, ModelFolderFiles.Scorer, "input", scorer.Inputs, [features]);
        Match(folder, ModelFolderFiles.Scorer, "output", scorer.Outputs, GraphTensors.ScorerOutputs(folder.Manifest));
    }

    private static OnnxGraphSignature Read(ModelFolder folder, string file, byte[] model)
    {
        try
        {
            return OnnxModelReader.Read(model);
        }
        catch (InvalidDataException e)
        {
            throw GraphErrors.Refused(folder.Path, file, e);
        }
    }

    /// <summary>Two halves of different models are the likeliest mistake; say so before comparing with the manifest.</summary>
    private static void CheckLatentSizes(
        ModelFolder folder,
        OnnxGraphSignature encoder,
        string code,
        OnnxGraphSignature decoder
    )
    {
        long? produced = LastDimension(encoder.Outputs.FirstOrDefault(o => o.Name == code));
        long? expected = LastDimension(decoder.Inputs.FirstOrDefault(i => i.Name == GraphTensors.LatentName));
        if (produced is { } p && expected is { } e && p != e)
        {
            throw GraphErrors.LatentMismatch(folder.Path, p, e);
        }
    }

    private static long? LastDimension(OnnxTensorInfo? tensor) => tensor?.Dimensions is [.., long last] ? last : null;

    private static void Match(
        ModelFolder folder,
        string file,
        string role,
        IReadOnlyList<OnnxTensorInfo> actual,
        IReadOnlyList<GraphTensor> expected
    )
    {
        if (!actual.Select(a => a.Name).Order().SequenceEqual(expected.Select(e => e.Name).Order()))
        {
            throw GraphErrors.WrongNames(
                folder.Path,
                file,
                role,
                actual.Select(a => a.Name),
                expected.Select(e => e.Name)
            );
        }
        foreach (GraphTensor tensor in expected)
        {
            OnnxTensorInfo declared = actual.First(a => a.Name == tensor.Name);
            if (!declared.IsBatchOf(tensor.Width))
            {
                throw GraphErrors.WrongShape(folder.Path, file, role, declared, tensor.Width);
            }
        }
    }
}
