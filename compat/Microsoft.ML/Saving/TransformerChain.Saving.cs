using System.Globalization;

namespace Microsoft.ML.Data;

public sealed partial class TransformerChain<TLastTransformer>
{
    private void SaveStages(ModelSaveContext ctx)
    {
        Runtime.Check.Value(ctx, nameof(ctx));
        ctx.SetVersion("XF CHAIN", 0x00010001, TransformerChainLoader.Name);
        ctx.Writer.Write(_transformers.Length);
        for (var i = 0; i < _transformers.Length; i++)
        {
            ctx.Writer.Write((int)_scopes[i]);
            ctx.SaveModel(_transformers[i], TransformerChainLoader.StageDirectory(i));
        }
    }
}

/// <summary>Loads chains; their last transformer's type is not saved.</summary>
internal static class TransformerChainLoader
{
    public const string Name = "TransformerChain";

    public static string StageDirectory(int index) =>
        string.Create(CultureInfo.InvariantCulture, $"Transform_{index:000}");

    public static TransformerChain<ITransformer> Load(ModelLoadContext context)
    {
        var count = context.LoadCount();
        var transformers = new ITransformer[count];
        var scopes = new TransformerScope[count];
        for (var i = 0; i < count; i++)
        {
            scopes[i] = (TransformerScope)context.Reader.ReadInt32();
            transformers[i] = context.LoadModel<ITransformer>(StageDirectory(i));
        }

        return new TransformerChain<ITransformer>(transformers, scopes);
    }
}
