namespace VaeMlNet;

/// <summary>Checks the graphs of a model folder against each other and against the manifest.</summary>
internal static class GraphRules
{
    /// <param name="folder">The folder, with its manifest.</param>
    /// <param name="refusedNode">The result of <see cref="FindRefusedNode"/>.</param>
    /// <exception cref="VaeModelException">The graphs do not match, or a node is not accepted.</exception>
    public static void Check(ModelFolder folder, Task<VaeModelException?> refusedNode)
    {
        var manifest = folder.Manifest;
        var inputs = GraphTensors.Inputs(manifest);
        if (manifest.HasLatents)
        {
            CheckEncoderAndDecoder(folder, inputs);
        }

        var scorer = Read(folder, ModelFolderFiles.Scorer, folder.Scorer);
        Match(folder, ModelFolderFiles.Scorer, scorer, inputs, GraphTensors.ScorerOutputs(manifest));
        if (folder.Imputer is { } bytes)
        {
            var imputer = Read(folder, ModelFolderFiles.Imputer, bytes);
            Match(folder, ModelFolderFiles.Imputer, imputer, inputs, GraphTensors.ImputerOutputs(manifest));
            CheckNodes(folder, ModelFolderFiles.Imputer, bytes);
        }

        if (refusedNode.GetAwaiter().GetResult() is { } refused)
        {
            throw refused;
        }
    }

    private static void CheckEncoderAndDecoder(ModelFolder folder, GraphTensor[] inputs)
    {
        var encoder = Read(folder, ModelFolderFiles.Encoder, folder.Encoder);
        var decoder = Read(folder, ModelFolderFiles.Decoder, folder.Decoder);
        var outputs = GraphTensors.EncoderOutputs(folder.Manifest);
        CheckLatentSizes(folder, encoder, outputs[0].Name, decoder);
        Match(folder, ModelFolderFiles.Encoder, encoder, inputs, outputs);
        Match(
            folder,
            ModelFolderFiles.Decoder,
            decoder,
            GraphTensors.DecoderInputs(folder.Manifest),
            GraphTensors.DecoderOutputs(folder.Manifest)
        );
    }

    /// <summary>
    /// Returns the error for the first node that is not accepted in the graphs that every model has; null for none. It does not need the
    /// manifest, so it can run while the manifest is read.
    /// </summary>
    public static VaeModelException? FindRefusedNode(ModelFolder folder)
    {
        try
        {
            string[] graphs = [ModelFolderFiles.Encoder, ModelFolderFiles.Decoder, ModelFolderFiles.Scorer];
            // The manifest decides which of them may be missing.
            foreach (var file in graphs.Where(folder.Contains))
            {
                CheckNodes(folder, file, folder.Read(file));
            }

            return null;
        }
        catch (VaeModelException e)
        {
            return e;
        }
    }

    /// <summary>Checks a new graph by the rules that apply when a model folder is opened.</summary>
    /// <param name="modelFolder">The future model folder, for messages.</param>
    /// <param name="file">The name of the graph's file.</param>
    /// <param name="model">Its bytes.</param>
    /// <exception cref="VaeModelException">Opening the model folder would refuse the graph.</exception>
    public static void CheckNew(string modelFolder, string file, byte[] model)
    {
        try
        {
            GraphChecker.Check(model);
        }
        catch (InvalidDataException e)
        {
            throw GraphErrors.NotWritten(modelFolder, file, e);
        }
    }

    /// <summary>Checks the nodes of a graph of an opened model folder.</summary>
    /// <exception cref="VaeModelException">A node is not accepted.</exception>
    public static void CheckNodes(ModelFolder folder, string file, byte[] model)
    {
        try
        {
            GraphChecker.Check(model);
        }
        catch (InvalidDataException e)
        {
            throw GraphErrors.Refused(folder.Path, file, e);
        }
    }

    private static OnnxGraphSummary Read(ModelFolder folder, string file, byte[] model)
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

    /// <summary>Compares the latent sizes first: graphs of two different models are the likeliest mistake.</summary>
    private static void CheckLatentSizes(
        ModelFolder folder,
        OnnxGraphSummary encoder,
        string code,
        OnnxGraphSummary decoder
    )
    {
        var produced = LastDimension(encoder.Outputs.FirstOrDefault(o => o.Name == code));
        var expected = LastDimension(decoder.Inputs.FirstOrDefault(i => i.Name == GraphTensors.LatentName));
        if (produced is { } p && expected is { } e && p != e)
        {
            throw GraphErrors.LatentMismatch(folder.Path, p, e);
        }
    }

    private static long? LastDimension(OnnxTensorInfo? tensor) => tensor?.Dimensions is [.., long last] ? last : null;

    private static void Match(
        ModelFolder folder,
        string file,
        OnnxGraphSummary graph,
        IReadOnlyList<GraphTensor> inputs,
        IReadOnlyList<GraphTensor> outputs
    )
    {
        Match(folder, file, "input", graph.Inputs, inputs);
        Match(folder, file, "output", graph.Outputs, outputs);
    }

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

        var byName = actual.DistinctBy(a => a.Name).ToDictionary(a => a.Name, StringComparer.Ordinal);
        foreach (var tensor in expected)
        {
            var declared = byName[tensor.Name];
            if (!declared.IsBatchOf(tensor))
            {
                throw GraphErrors.WrongShape(folder.Path, file, role, declared, tensor);
            }
        }
    }
}
