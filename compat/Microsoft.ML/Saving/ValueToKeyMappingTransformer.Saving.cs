using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

public sealed partial class ValueToKeyMappingTransformer
{
    internal const string LoaderName = "TermTransform";

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersion("TERMTRNF", 0x00010001, LoaderName);
        ColumnPairs.Save(ctx, Columns);
        ctx.Writer.Write(KeyValuesAsText);
        foreach (var map in Maps)
        {
            TypeCodec.Write(ctx.Writer, map.ValueType);
            GenericCall.Invoke<object>(SaveValues<int>, [ValueTypeOf(map.ValueType)], ctx, map);
        }
    }

    internal static ValueToKeyMappingTransformer Load(ModelLoadContext context)
    {
        var columns = ColumnPairs.Load(context);
        var keyValuesAsText = context.Reader.ReadBoolean();
        var maps = new KeyMap[columns.Length];
        for (var i = 0; i < maps.Length; i++)
        {
            var type = (PrimitiveDataViewType)TypeCodec.Read(context.Reader);
            maps[i] = GenericCall.Invoke<KeyMap>(LoadValues<int>, [ValueTypeOf(type)], context, type);
        }

        return new ValueToKeyMappingTransformer(context.Environment, columns, maps, keyValuesAsText);
    }

    private static Type ValueTypeOf(PrimitiveDataViewType type) =>
        type is TextDataViewType ? typeof(string) : type.RawType;

    private static object SaveValues<T>(ModelSaveContext ctx, KeyMap map)
    {
        PrimitiveCodec.WriteArray(ctx.Writer, ((KeyMap<T>)map).Values);
        return null;
    }

    private static KeyMap LoadValues<T>(ModelLoadContext context, PrimitiveDataViewType type)
    {
        var map = new KeyMap<T>(type);
        foreach (var value in PrimitiveCodec.ReadArray<T>(context.Reader))
        {
            map.Add(value);
        }

        return map;
    }
}
