using System.Numerics;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

public sealed partial class NormalizingTransformer
{
    internal const string LoaderName = "Normalizer";

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersion("NORMALZR", 0x00010001, LoaderName);
        ctx.Writer.Write(Columns.Count);
        foreach (var column in Columns)
        {
            ctx.SaveString(column.Output);
            ctx.SaveString(column.Input);
            TypeCodec.Write(ctx.Writer, column.Type);
            if (column.Function is SlotFunction<float> single)
            {
                SaveSlots(ctx, single);
            }
            else
            {
                SaveSlots(ctx, (SlotFunction<double>)column.Function);
            }
        }
    }

    internal static NormalizingTransformer Load(ModelLoadContext context)
    {
        var columns = new NormalizedColumn[context.LoadCount()];
        for (var i = 0; i < columns.Length; i++)
        {
            var output = context.LoadString();
            var input = context.LoadString();
            var type = TypeCodec.Read(context.Reader);
            var isVector = type is VectorDataViewType;
            SlotFunction function =
                PrimitiveTypes.ItemTypeOf(type).RawType == typeof(float)
                    ? LoadSlots<float>(context, isVector)
                    : LoadSlots<double>(context, isVector);
            columns[i] = new NormalizedColumn(output, input, type, function);
        }

        return new NormalizingTransformer(context.Environment, columns);
    }

    private static void SaveSlots<T>(ModelSaveContext ctx, SlotFunction<T> function)
        where T : struct, IFloatingPointIeee754<T>
    {
        PrimitiveCodec.WriteArray(ctx.Writer, function.Scales);
        PrimitiveCodec.WriteArray(ctx.Writer, function.Offsets);
    }

    private static SlotFunction<T> LoadSlots<T>(ModelLoadContext context, bool isVector)
        where T : struct, IFloatingPointIeee754<T>
    {
        var scales = PrimitiveCodec.ReadArray<T>(context.Reader);
        return new SlotFunction<T>(scales, PrimitiveCodec.ReadArray<T>(context.Reader), isVector);
    }
}
