namespace Microsoft.ML.Transforms;

public sealed partial class KeyToVectorMappingTransformer
{
    internal const string LoaderName = "KeyToVectorTransform";

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersion("KEY2VECT", 0x00010002, LoaderName);
        ColumnPairs.Save(ctx, Columns);
        ctx.Writer.Write(OutputCounts);
    }

    internal static KeyToVectorMappingTransformer Load(ModelLoadContext context)
    {
        var columns = ColumnPairs.Load(context);
        return new KeyToVectorMappingTransformer(context.Environment, columns, context.Reader.ReadBoolean());
    }
}

public sealed partial class MissingValueIndicatorTransformer
{
    internal const string LoaderName = "NaIndicatorTransform";

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersion("NAIND TF", 0x00010001, LoaderName);
        ColumnPairs.Save(ctx, Columns);
    }

    internal static MissingValueIndicatorTransformer Load(ModelLoadContext context) =>
        new(context.Environment, ColumnPairs.Load(context));
}

public sealed partial class MissingValueReplacingTransformer
{
    internal const string LoaderName = TransformName;

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersion("NAREP TF", 0x00010002, LoaderName);
        ColumnPairs.Save(ctx, Columns.Select(column => column.Pair).ToArray());
        foreach (var column in Columns)
        {
            PrimitiveCodec.WriteArray(ctx.Writer, column.Replacements);
        }
    }

    internal static MissingValueReplacingTransformer Load(ModelLoadContext context) =>
        new(
            context.Environment,
            ColumnPairs
                .Load(context)
                .Select(pair => new ReplacedColumn(pair, PrimitiveCodec.ReadArray<double>(context.Reader)))
                .ToArray()
        );
}
