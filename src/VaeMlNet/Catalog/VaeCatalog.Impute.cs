using VaeMlNet;

namespace Microsoft.ML;

public static partial class VaeCatalog
{
    /// <summary>
    /// Fills missing cells of a table's columns with a table model, and leaves observed cells unchanged, bit for bit.
    /// </summary>
    /// <remarks>
    /// A cell is missing if a number is NaN, or if a key is 0 or above the model's number of categories. Booleans are never
    /// missing. The model infers missing cells from the observed cells of the row. By default, numbers become the mean of
    /// p(x|z) and keys the most probable category, at z = the mean of q(z|x_observed). With <see cref="VaeImputeOptions.DrawsValues"/>,
    /// cells are sampled one after the other: z from q(z|x_observed), then a cell from p(x|z), which counts as observed for the next cell.
    /// Whole numbers stay whole with <c>HistogramLikelihoodOptions</c>. A sample depends on <see
    /// cref="VaeImputeOptions.Seed"/> and the row's id in the data only, not on the batch size or the cursor. For several
    /// completed tables (multiple imputation, Rubin 1987), transform the data with one step for each of the seeds 1 to m.
    /// Sources: Rezende, Mohamed and Wierstra 2014, appendix F; Mattei and Frellsen 2019, section 2.
    /// <list type="table">
    /// <item><term>Looks at the data to train?</term><description>No</description></item>
    /// <item><term>Input column type</term><description>The model's columns: Single or Vector of Single (NaN is missing), Boolean, Key of UInt32 (0, or above the model's number of categories, is missing)</description></item>
    /// <item><term>Output column type</term><description>Those of the number and key columns, with slot names and key values</description></item>
    /// <item><term>Runs on</term><description>CPU, or the CUDA device of the <see cref="VaeModelSource"/></description></item>
    /// <item><term>Deterministic?</term><description>Yes: means, or draws that depend on the seed and the row's id only</description></item>
    /// <item><term>Saved as</term><description>ML.NET's own transformers: loads without VaeMlNet, then runs row by row. Draws cannot be saved</description></item>
    /// </list>
    /// Source: Rezende, Mohamed and Wierstra 2014, appendix F; Mattei and Frellsen 2019, section 2.
    /// </remarks>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="inputColumnNames">
    /// Names of the columns that the model reads. Null or empty means the names from training. If all names occur in the model,
    /// columns are matched by name, in any order. Otherwise they are matched one to one, in the model's order.
    /// </param>
    /// <param name="model">The path of a table model's folder, such as <c>onnx/credit</c>, or an opened table model.</param>
    /// <param name="options">
    /// The columns to fill, the names of the filled columns, the kind of imputation and the batch size. Default: see <see
    /// cref="VaeImputeOptions"/>.
    /// </param>
    /// <returns>The estimator. Filled columns have the types of their inputs, with slot names and key values.</returns>
    /// <exception cref="VaeModelException">The folder is missing, damaged, inconsistent, or of a newer format version.</exception>
    /// <exception cref="ObjectDisposedException">The opened model was disposed.</exception>
    /// <exception cref="ArgumentException">
    /// The model is not a table model, a name is empty, the names do not match, there is no column to fill, two filled columns
    /// have the same name, or the options choose threads for an opened model, which has its own threads.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <example><code>
    /// mlContext.Transforms.VaeImpute(null, "onnx/credit");
    /// mlContext.Transforms.VaeImpute(null, "onnx/credit", new() { Columns = [new("AgeFilled", "Age")] });
    /// </code></example>
    public static VaeEstimator<VaeTransformer> VaeImpute(
        this TransformsCatalog catalog,
        string[]? inputColumnNames,
        VaeModelSource model,
        VaeImputeOptions? options = null
    )
    {
        options ??= new();
        return Estimator(catalog, ImputeStep.Create(Open(catalog, model, options), inputColumnNames, options));
    }
}
