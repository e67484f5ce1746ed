using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace VaeMlNet;

/// <summary>What ML.NET 5 has and does not make public: every use of it stands here, with its reason.</summary>
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
}
