using VaeMlNet.Onnx;

namespace VaeMlNet.OnnxExport;

// The conversion of the graph to a file.
public sealed partial class OnnxGraphBuilder
{
    /// <summary>Returns the model as a serialized <c>ModelProto</c>.</summary>
    /// <exception cref="OnnxExportException">The graph has no outputs, or the model would exceed 2 GiB.</exception>
    public byte[] ToBytes()
    {
        var model = BuildModel();
        OnnxModelFormat.CheckSize(model.Size, $"ONNX model '{graphName}'");
        return model.ToArray();
    }

    /// <summary>Writes the model. The file is written completely or not at all. An existing file is replaced.</summary>
    /// <param name="path">The file. Its folder must exist.</param>
    /// <exception cref="OnnxExportException">
    /// The graph has no outputs, the model would exceed 2 GiB, or the file cannot be written.
    /// </exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        WholeFile.Write(path, "ONNX model", BuildModel());
    }

    private ProtobufWriter BuildModel()
    {
        if (outputs.Count == 0)
        {
            throw new OnnxExportException($"The graph '{graphName}' has no outputs. Call AddOutput before saving it.");
        }

        var graph = OnnxModelFormat.Graph(
            graphName,
            Rewrite(),
            inputs.Select(input => OnnxModelFormat.ValueInfo(input.Name, input.ElementType, input.Shape!)),
            outputs.Select(output =>
                OnnxModelFormat.ValueInfo(output.Value.Name, output.Value.ElementType, output.Shape)
            )
        );
        return OnnxModelFormat.Model(graph, Opset, Description, metadata);
    }

    private GraphContents Rewrite()
    {
        var contents = new GraphContents(
            nodes,
            initializers,
            outputs.Select(output => output.Value),
            valueNames.Union(nodeNames)
        );
        if (FoldBatchNorm)
        {
            BatchNormFolding.Apply(contents);
        }

        if (WeightFormat == OnnxWeightFormat.Int8)
        {
            RowQuantization.Apply(contents, Opset);
        }

        // After the quantization, which makes new constants.
        ConstantSharing.Apply(contents);
        if (WeightFormat == OnnxWeightFormat.Float16)
        {
            HalfPrecision.Apply(contents);
        }

        return contents;
    }
}
