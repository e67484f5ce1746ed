using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

public partial class ValueMappingTransformer
{
    internal const string LoaderName = "ValueMappingTransformer";

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersion("VALUMAPG", 0x00010001, LoaderName);
        ColumnPairs.Save(ctx, Columns);
        TypeCodec.Write(ctx.Writer, Map.KeyType);
        SchemaCodec.Write(ctx.Writer, Map.ValueSchema);
        Map.Save(ctx.Writer);
    }

    internal static ValueMappingTransformer Load(ModelLoadContext context)
    {
        var columns = ColumnPairs.Load(context);
        var keyType = (PrimitiveDataViewType)TypeCodec.Read(context.Reader);
        var schema = SchemaCodec.Read(context.Reader);
        var map = schema.Count == 1 ? ValueMap.Create(keyType, schema[0]) : throw ModelLoadContext.Corrupt();
        map.Load(context.Reader);
        return new ValueMappingTransformer(context.Environment, map, columns);
    }
}
