using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

namespace VaeMlNet;

/// <summary>Contains all uses of ML.NET 5's internals, with the reason for each.</summary>
internal static class MlNetInternals
{
    /// <summary>
    /// Creates a column of a schema shape. An estimator must promise its output columns. The public API returns such columns
    /// only from ML.NET's own estimators, with other annotations.
    /// </summary>
    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    public static extern SchemaShape.Column CreateShapeColumn(
        string name,
        SchemaShape.Column.VectorKind vecKind,
        DataViewType itemType,
        bool isKey,
        SchemaShape? annotations
    );

    /// <summary>
    /// Returns the environment of <c>mlContext.Transforms</c>. An extension method on the catalog needs it to reach
    /// <c>MLContext.Log</c>, because it does not see the MLContext.
    /// </summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "Microsoft.ML.Data.IInternalCatalog.get_Environment")]
    public static extern IHostEnvironment GetEnvironment(TransformsCatalog catalog);

    /// <summary>Returns the environment of <c>mlContext.AnomalyDetection.Trainers</c>.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "Microsoft.ML.Data.IInternalCatalog.get_Environment")]
    public static extern IHostEnvironment GetEnvironment(TrainCatalogBase.CatalogInstantiatorBase catalog);

    /// <summary>Returns the environment of <c>mlContext.Data</c>.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "Microsoft.ML.Data.IInternalCatalog.get_Environment")]
    public static extern IHostEnvironment GetEnvironment(DataOperationsCatalog catalog);

    /// <summary>Returns the environment of <c>mlContext.Model</c>.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "Microsoft.ML.Data.IInternalCatalog.get_Environment")]
    public static extern IHostEnvironment GetEnvironment(ModelOperationsCatalog catalog);

    /// <summary>
    /// Creates a linear model with given weights; the public API only trains such models. With weight 1 and bias 0 it carries a
    /// score into a stock anomaly detector, because no other stock transformer turns the Vector&lt;Single, 1&gt; of
    /// ApplyOnnxModel into a Single.
    /// </summary>
    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    public static extern LinearRegressionModelParameters CreateLinearModel(
        IHostEnvironment env,
        in VBuffer<float> weights,
        float bias
    );

    /// <summary>Creates stock anomaly detectors from a given model; the public API only trains them.</summary>
    public static class Detectors<TModel>
        where TModel : class
    {
        [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
        public static extern AnomalyPredictionTransformer<TModel> Create(
            IHostEnvironment env,
            TModel model,
            DataViewSchema inputSchema,
            string featureColumn,
            float threshold,
            string thresholdColumn
        );
    }
}
