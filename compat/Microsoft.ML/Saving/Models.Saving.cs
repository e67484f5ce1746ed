using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace Microsoft.ML.Trainers
{
    public sealed partial class LinearRegressionModelParameters
    {
        internal const string LoaderName = "LinearRegressionExec";

        private protected override void SaveCore(ModelSaveContext ctx)
        {
            ctx.SetVersion("LIN RPRE", 0x00010001, LoaderName);
            ctx.Writer.Write(Bias);
            PrimitiveCodec.WriteArray(ctx.Writer, Weights);
        }

        internal static LinearRegressionModelParameters Load(ModelLoadContext context)
        {
            var bias = context.Reader.ReadSingle();
            var weights = PrimitiveCodec.ReadArray<float>(context.Reader);
            return new LinearRegressionModelParameters(
                context.Environment,
                new VBuffer<float>(weights.Length, weights),
                bias
            );
        }
    }

    public sealed partial class MaximumEntropyModelParameters
    {
        internal const string LoaderName = "MultiClassLRExec";

        private protected override void SaveCore(ModelSaveContext ctx)
        {
            ctx.SetVersion("MULTI LR", 0x00010001, LoaderName);
            PrimitiveCodec.WriteArray(ctx.Writer, Biases);
            FloatRows.Write(ctx.Writer, Weights);
        }

        internal static MaximumEntropyModelParameters Load(ModelLoadContext context)
        {
            var biases = PrimitiveCodec.ReadArray<float>(context.Reader);
            return new MaximumEntropyModelParameters(context.Environment, biases, FloatRows.Read(context));
        }
    }

    public sealed partial class PcaModelParameters
    {
        internal const string LoaderName = "pcaAnomExec";

        private protected override void SaveCore(ModelSaveContext ctx)
        {
            ctx.SetVersion("PCA ANOM", 0x00010001, LoaderName);
            FloatRows.Write(ctx.Writer, _vectors);
            FloatRows.Write(ctx.Writer, _mean == null ? [] : [_mean]);
        }

        internal static PcaModelParameters Load(ModelLoadContext context)
        {
            var vectors = FloatRows.Read(context);
            return new PcaModelParameters(context.Environment, vectors, FloatRows.Read(context).FirstOrDefault());
        }
    }

    /// <summary>Writes and reads vectors one after another.</summary>
    internal static class FloatRows
    {
        public static void Write(BinaryWriter writer, IReadOnlyCollection<float[]> rows)
        {
            writer.Write(rows.Count);
            foreach (var row in rows)
            {
                PrimitiveCodec.WriteArray(writer, row);
            }
        }

        public static float[][] Read(ModelLoadContext context)
        {
            var rows = new float[context.LoadCount()][];
            for (var i = 0; i < rows.Length; i++)
            {
                rows[i] = PrimitiveCodec.ReadArray<float>(context.Reader);
            }

            return rows;
        }
    }
}

namespace Microsoft.ML.Transforms
{
    public sealed partial class PrincipalComponentAnalysisTransformer
    {
        internal const string LoaderName = "PcaTransform";

        private protected override void SaveModel(ModelSaveContext ctx)
        {
            ctx.SetVersion("PCA FUNC", 0x00010002, LoaderName);
            ctx.SaveString(_outputColumn);
            ctx.SaveString(_inputColumn);
            FloatRows.Write(ctx.Writer, _vectors);
            FloatRows.Write(ctx.Writer, _meanProjected == null ? [] : [_meanProjected]);
        }

        internal static PrincipalComponentAnalysisTransformer Load(ModelLoadContext context)
        {
            var output = context.LoadString();
            var input = context.LoadString();
            var vectors = FloatRows.Read(context);
            return new PrincipalComponentAnalysisTransformer(context.Environment, output, input, vectors)
            {
                _meanProjected = FloatRows.Read(context).FirstOrDefault(),
            };
        }
    }
}
