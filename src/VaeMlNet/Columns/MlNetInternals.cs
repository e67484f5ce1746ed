using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

namespace VaeMlNet;

/// <summary>All uses of ML.NET 5's internals, each with its reason.</summary>
internal static class MlNetInternals
{
    /// <summary>
    /// A column of a schema shape. An estimator has to promise its output columns, and the only public ways to a Column are
    /// the promises of ML.NET's own estimators, which have other annotations.
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
    /// The environment of <c>mlContext.Transforms</c>: the way to <c>MLContext.Log</c> from an extension method on the catalog,
    /// which does not see the MLContext.
    /// </summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "Microsoft.ML.Data.IInternalCatalog.get_Environment")]
    public static extern IHostEnvironment GetEnvironment(TransformsCatalog catalog);

    /// <summary>The same of <c>mlContext.AnomalyDetection.Trainers</c>.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "Microsoft.ML.Data.IInternalCatalog.get_Environment")]
    public static extern IHostEnvironment GetEnvironment(TrainCatalogBase.CatalogInstantiatorBase catalog);

    /// <summary>The same of <c>mlContext.Model</c>.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "Microsoft.ML.Data.IInternalCatalog.get_Environment")]
    public static extern IHostEnvironment GetEnvironment(ModelOperationsCatalog catalog);

    /// <summary>
    /// A linear model of given weights, which ML.NET otherwise only trains. Weight 1 and bias 0 carry a score into a stock
    /// anomaly detector: no stock transformer turns ApplyOnnxModel's Vector&lt;Single, 1&gt; into a Single otherwise.
    /// </summary>
    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    public static extern LinearRegressionModelParameters CreateLinearModel(
        IHostEnvironment env,
        in VBuffer<float> weights,
        float bias
    );

    /// <summary>Stock anomaly detectors over a given model, which ML.NET otherwise only trains.</summary>
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
