namespace Microsoft.ML.Transforms.Onnx;

public sealed partial class OnnxTransformer
{
    internal const string LoaderName = "OnnxTransform";

    private const string ModelEntry = "OnnxModel";

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersion("ONNXSCOR", 0x00010003, LoaderName);
        ctx.SaveEntry(
            ModelEntry,
            writer =>
            {
                var bytes = Model.ToByteArray();
                writer.Write(bytes.Length);
                writer.Write(bytes);
            }
        );
        ctx.SaveStrings(Inputs);
        ctx.SaveStrings(Outputs);
        ctx.Writer.Write(_shapes.Count);
        foreach (var (name, shape) in _shapes)
        {
            ctx.SaveString(name);
            PrimitiveCodec.WriteArray(ctx.Writer, shape);
        }
    }

    internal static OnnxTransformer Load(ModelLoadContext context)
    {
        using var entry = context.OpenEntry(ModelEntry);
        var bytes = entry.ReadBytes(entry.ReadInt32());
        var options = new OnnxOptions
        {
            InputColumns = context.LoadStrings(),
            OutputColumns = context.LoadStrings(),
            ShapeDictionary = new Dictionary<string, int[]>(),
        };
        var shapeCount = context.LoadCount();
        for (var i = 0; i < shapeCount; i++)
        {
            options.ShapeDictionary.Add(context.LoadString(), PrimitiveCodec.ReadArray<int>(context.Reader));
        }

        return new OnnxTransformer(context.Environment, options, bytes);
    }
}
