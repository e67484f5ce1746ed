using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms
{
    /// <summary>Writes and reads the column names of one-to-one transformers.</summary>
    internal static class ColumnPairs
    {
        public static void Save(ModelSaveContext ctx, IReadOnlyList<InputOutputColumnPair> pairs)
        {
            ctx.Writer.Write(pairs.Count);
            foreach (var pair in pairs)
            {
                ctx.SaveString(pair.OutputColumnName);
                ctx.SaveString(pair.InputColumnName);
            }
        }

        public static InputOutputColumnPair[] Load(ModelLoadContext context)
        {
            var pairs = new InputOutputColumnPair[context.LoadCount()];
            for (var i = 0; i < pairs.Length; i++)
            {
                var output = context.LoadString();
                pairs[i] = new InputOutputColumnPair(output, context.LoadString());
            }

            return pairs;
        }
    }

    public sealed partial class ColumnCopyingTransformer
    {
        internal const string LoaderName = "CopyTransform";

        private protected override void SaveModel(ModelSaveContext ctx)
        {
            ctx.SetVersion("COPYCOLT", 0x00010001, LoaderName);
            ColumnPairs.Save(ctx, Columns);
        }

        internal static ColumnCopyingTransformer Load(ModelLoadContext context) =>
            new(context.Environment, ColumnPairs.Load(context));
    }

    public sealed partial class ColumnSelectingTransformer
    {
        internal const string LoaderName = "SelectColumnsTransform";

        partial void SaveModel(ModelSaveContext ctx, ref bool saved)
        {
            ctx.SetVersion("SELCOLTR", 0x00010001, LoaderName);
            ctx.Writer.Write(KeepColumns);
            ctx.Writer.Write(KeepHidden);
            ctx.SaveStrings(SelectedColumns);
            saved = true;
        }

        internal static ColumnSelectingTransformer Load(ModelLoadContext context)
        {
            var keepColumns = context.Reader.ReadBoolean();
            var keepHidden = context.Reader.ReadBoolean();
            var columns = context.LoadStrings();
            return keepColumns
                ? new ColumnSelectingTransformer(columns, null, keepHidden)
                : new ColumnSelectingTransformer(null, columns, keepHidden);
        }
    }

    public sealed partial class KeyToValueMappingTransformer
    {
        internal const string LoaderName = "KeyToValueTransform";

        private protected override void SaveModel(ModelSaveContext ctx)
        {
            ctx.SetVersion("KEY2VALT", 0x00010001, LoaderName);
            ColumnPairs.Save(ctx, Columns);
        }

        internal static KeyToValueMappingTransformer Load(ModelLoadContext context) =>
            new(context.Environment, ColumnPairs.Load(context));
    }

    public sealed partial class TypeConvertingTransformer
    {
        internal const string LoaderName = "ConvertTransform";

        private protected override void SaveModel(ModelSaveContext ctx)
        {
            ctx.SetVersion("CONVERTF", 0x00010001, LoaderName);
            ColumnPairs.Save(ctx, Columns);
            ctx.Writer.Write((byte)OutputKind);
        }

        internal static TypeConvertingTransformer Load(ModelLoadContext context)
        {
            var columns = ColumnPairs.Load(context);
            return new TypeConvertingTransformer(context.Environment, columns, (DataKind)context.Reader.ReadByte());
        }
    }
}

namespace Microsoft.ML.Data
{
    public sealed partial class ColumnConcatenatingTransformer
    {
        internal const string LoaderName = "ConcatTransform";

        private protected override void SaveModel(ModelSaveContext ctx)
        {
            ctx.SetVersion("CONCAT F", 0x00010001, LoaderName);
            ctx.SaveString(OutputColumnName);
            ctx.SaveStrings(InputColumnNames);
        }

        internal static ColumnConcatenatingTransformer Load(ModelLoadContext context)
        {
            var output = context.LoadString();
            return new ColumnConcatenatingTransformer(context.Environment, output, context.LoadStrings());
        }
    }
}
