using VaeMlNet;

namespace Microsoft.ML;

public static partial class VaeCatalog
{
    /// <summary>Fills missing cells of a table's columns with a ready model, and leaves observed ones as they are, bit for bit.</summary>
    /// <remarks>
    /// A cell is missing where a number is NaN, and where a key is 0 or above the model's number of categories. Booleans are
    /// never missing. The model infers what it fills in from the row's observed cells: numbers get the mean of p(x|z), keys the
    /// most probable category, at z = the mean of q(z|x_observed). With <see cref="VaeImputeKind.Draw"/> cells are drawn: z from
    /// q(z|x_observed), then the cells from p(x|z); a draw depends on <see cref="VaeImputeOptions.Seed"/> and the row's id in
    /// the data only, not on batch size or cursor. For several completed tables (multiple imputation, Rubin 1987) transform the
    /// data with one step for each of the seeds 1 to m.
    /// Sources: Rezende, Mohamed and Wierstra 2014, appendix F; Mattei and Frellsen 2019, section 2.
    /// </remarks>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="inputColumnNames">
    /// Names of the columns that the model reads. Null or empty means the names that they had in training. Where each is such a
    /// name, columns are matched by name, in any order; otherwise one to one in the model's order.
    /// </param>
    /// <param name="modelFolder">The folder of a table model, such as <c>onnx/credit</c>.</param>
    /// <param name="options">Which columns to fill, names of the filled ones, draws, batch size. Default: see <see cref="VaeImputeOptions"/>.</param>
    /// <param name="gpuDeviceId">CUDA device, or null for the CPU. <c>MLContext.GpuDeviceId</c> is not consulted: pass it here.</param>
    /// <param name="fallbackToCpu">Whether to run on the CPU, with one line in <c>MLContext.Log</c>, when CUDA cannot be used.</param>
    /// <returns>The estimator. Filled columns have the types of their inputs, with slot names and key values.</returns>
    /// <exception cref="VaeModelException">The folder is missing, damaged, inconsistent, or of a newer format version.</exception>
    /// <exception cref="ArgumentException">
    /// The model is none of a table, a name or the path is empty, names do not match, there is no column to fill, or two filled
    /// columns have the same name.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <example><code>
    /// mlContext.Transforms.VaeImpute(null, "onnx/credit");
    /// mlContext.Transforms.VaeImpute(null, "onnx/credit", new() { Columns = [new("AgeFilled", "Age")] });
    /// </code></example>
    public static VaeImputeEstimator VaeImpute(
        this TransformsCatalog catalog,
        string[]? inputColumnNames,
        string modelFolder,
        VaeImputeOptions? options = null,
        int? gpuDeviceId = null,
        bool fallbackToCpu = false
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        options ??= new();
        var model = StepModel.Open(modelFolder, options, gpuDeviceId, fallbackToCpu);
        return ImputeWith(catalog, inputColumnNames, model, options);
    }

    /// <summary>Fills missing cells of a table's columns with an opened model, and leaves observed ones as they are, bit for bit.</summary>
    /// <remarks><inheritdoc cref="VaeImpute(TransformsCatalog, string[], string, VaeImputeOptions, int?, bool)" path="/remarks"/></remarks>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="inputColumnNames">
    /// Names of the columns that the model reads. Null or empty means the names that they had in training. Where each is such a
    /// name, columns are matched by name, in any order; otherwise one to one in the model's order.
    /// </param>
    /// <param name="model">
    /// An opened table model, whose sessions the step shares. The transformer holds references of its own: disposing either
    /// leaves the other working.
    /// </param>
    /// <param name="options">Which columns to fill, names of the filled ones, draws, batch size. Default: see <see cref="VaeImputeOptions"/>.</param>
    /// <returns>The estimator. It needs the model only now, not when it is fitted.</returns>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    /// <exception cref="ArgumentException">
    /// The model is none of a table, a name is empty, names do not match, there is no column to fill, or two filled columns have
    /// the same name. Or the options choose threads: those of the model are used.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static VaeImputeEstimator VaeImpute(
        this TransformsCatalog catalog,
        string[]? inputColumnNames,
        VaeModel model,
        VaeImputeOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        options ??= new();
        return ImputeWith(catalog, inputColumnNames, StepModel.Of(model, options), options);
    }

    private static VaeImputeEstimator ImputeWith(
        TransformsCatalog catalog,
        string[]? inputColumnNames,
        StepModel model,
        VaeImputeOptions options
    ) => new(MlNetInternals.GetEnvironment(catalog), ImputeStep.Create(model, inputColumnNames, options));
}
