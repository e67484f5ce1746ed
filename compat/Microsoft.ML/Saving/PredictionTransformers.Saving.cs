using Microsoft.ML.Trainers;

namespace Microsoft.ML.Data;

public abstract partial class PredictionTransformerBase<TModel>
{
    /// <summary>Saves the model and the schema that it was trained on.</summary>
    private protected void SaveParts(ModelSaveContext ctx)
    {
        ctx.SaveModel(Model as ICanSaveModel, PredictionTransformerLoader.ModelDirectory);
        ctx.SaveEntry(PredictionTransformerLoader.SchemaEntry, writer => SchemaCodec.Write(writer, TrainSchema));
    }
}

public sealed partial class AnomalyPredictionTransformer<TModel>
{
    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersion("ANOMPRED", 0x00010001, PredictionTransformerLoader.Anomaly);
        SaveParts(ctx);
        ctx.SaveString(FeatureColumnName);
        ctx.Writer.Write(Threshold);
        ctx.SaveString(ThresholdColumn);
    }
}

public sealed partial class MulticlassPredictionTransformer<TModel>
{
    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersion("MC  PRED", 0x00010002, PredictionTransformerLoader.Multiclass);
        SaveParts(ctx);
        ctx.SaveString(FeatureColumnName);
        ctx.SaveString(_labelColumn);
    }
}

/// <summary>Loads prediction transformers with the type of the model that was saved.</summary>
internal static class PredictionTransformerLoader
{
    public const string Anomaly = "AnomalyPredXfer";
    public const string Multiclass = "MulticlassPredXfer";
    public const string ModelDirectory = "Model";
    public const string SchemaEntry = "TrainSchema";

    public static object LoadAnomaly(ModelLoadContext context) =>
        GenericCall.Invoke<object>(
            MakeAnomaly<object>,
            [LoadModel<IScalarModel>(context, out var model)],
            context,
            model
        );

    public static object LoadMulticlass(ModelLoadContext context) =>
        GenericCall.Invoke<object>(
            MakeMulticlass<object>,
            [LoadModel<IClassModel>(context, out var model)],
            context,
            model
        );

    private static AnomalyPredictionTransformer<TModel> MakeAnomaly<TModel>(ModelLoadContext context, TModel model)
        where TModel : class
    {
        var features = context.LoadString();
        var threshold = context.Reader.ReadSingle();
        return new(context.Environment, model, LoadSchema(context), features, threshold, context.LoadString());
    }

    private static MulticlassPredictionTransformer<TModel> MakeMulticlass<TModel>(
        ModelLoadContext context,
        TModel model
    )
        where TModel : class
    {
        var features = context.LoadString();
        return new(context.Environment, model, LoadSchema(context), features, context.LoadString());
    }

    private static Type LoadModel<TModel>(ModelLoadContext context, out TModel model)
        where TModel : class
    {
        model = context.LoadModel<TModel>(ModelDirectory);
        return model.GetType();
    }

    private static DataViewSchema LoadSchema(ModelLoadContext context)
    {
        using var entry = context.OpenEntry(SchemaEntry);
        return SchemaCodec.Read(entry);
    }
}
