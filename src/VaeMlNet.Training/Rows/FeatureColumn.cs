using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Reads a feature column of an <see cref="IDataView"/> into one tensor.</summary>
internal static class FeatureColumn
{
    private const string DeclareSize = "Declare its size with [VectorType(n)], or concatenate columns of known size.";

    /// <summary>Finds the column and checks that it is a Vector&lt;Single&gt; of known size.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="featureColumnName">The name of the column.</param>
    /// <param name="image">The shape of the images in the column; null if it is unknown.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The column is missing, has another type or a variable size, or declares images of another shape.
    /// </exception>
    public static (DataViewSchema.Column Column, int Width) Bind(
        DataViewSchema schema,
        string featureColumnName,
        VaeImageShape? image = null
    )
    {
        var column = ColumnChecks.Find(schema, featureColumnName, ColumnRole.Features);
        var type = Checked(featureColumnName, column.Type, column.Type.ToString()!);
        return image is null || ImageColumn.CanContain(type, image)
            ? (column, type.Size)
            : throw new ArgumentOutOfRangeException(
                nameof(featureColumnName),
                $"Feature column '{featureColumnName}' is {type}, but the model is for images of {image}, which are {ImageColumn.Describe(image)}. "
                    + $"Use {ImageColumn.Advise(image)}, or train with the shape of the column."
            );
    }

    /// <summary>Checks the shape of images in options against the column.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// It has another number of pixels than the column has slots, or the column declares another shape.
    /// </exception>
    public static void CheckImage(DataViewSchema schema, string featureColumnName, VaeTrainerOptions options)
    {
        var type = (VectorDataViewType)Bind(schema, featureColumnName).Column.Type;
        if (options.ImageShape is { } image && !ImageColumn.CanContain(type, image))
        {
            throw new ArgumentOutOfRangeException(
                nameof(options),
                $"VaeTrainerOptions.{options.ImageOption} is {image}, images that are {ImageColumn.Describe(image)}, but feature column '{featureColumnName}' is {type}. "
                    + $"Set it to the shape of the column, or use {ImageColumn.Advise(image)}."
            );
        }

        options.CheckImage(type.Size);
    }

    /// <summary>Returns the shape of the images that the column declares; null if it declares none.</summary>
    public static VaeImageShape? FindImage(DataViewSchema schema, string featureColumnName) =>
        ImageColumn.Find((VectorDataViewType)Bind(schema, featureColumnName).Column.Type);

    /// <summary>Checks a column of a shape, which contains no sizes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is no Vector&lt;Single&gt;, or has a variable size.</exception>
    public static void CheckShape(SchemaShape.Column column) =>
        Checked(column.Name, StepInput.TypeOf(column), StepInput.Describe(column));

    /// <summary>Checks that training data and validation data, if there is any, have the column with the same width, and returns it.</summary>
    public static int CheckSameWidth(DataViewSchema schema, DataViewSchema? validationData, string featureColumnName)
    {
        var (_, width) = Bind(schema, featureColumnName);
        if (validationData is null)
        {
            return width;
        }

        var (column, validationWidth) = Bind(validationData, featureColumnName);
        if (validationWidth != width)
        {
            throw new ArgumentOutOfRangeException(
                nameof(validationData),
                $"Column '{featureColumnName}' of the validation data is {column.Type}, but the training data has {width} "
                    + "slots. Prepare both with the same pipeline."
            );
        }

        return width;
    }

    /// <summary>Reads and checks the rows.</summary>
    /// <param name="data">The data, read once, in order.</param>
    /// <param name="features">The features to read.</param>
    /// <param name="values">Receives the rows.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <param name="rowLimit">The largest number of rows to read.</param>
    /// <param name="labels">The labels, by which known anomalies are left out; null to read all rows.</param>
    /// <param name="digest">Receives each row; null for none.</param>
    /// <returns>The rows as the network takes them, at least 1.</returns>
    /// <exception cref="InvalidOperationException">There are no rows, or a value is unusable.</exception>
    public static MemoryRows Read(
        IDataView data,
        RowFeatures features,
        FeatureValues values,
        CancellationToken cancellationToken,
        long rowLimit = long.MaxValue,
        LabelSource? labels = null,
        RowDigest? digest = null
    )
    {
        CollectedRows rows = new(features.Width);
        using var reader = new TrainingRowReader(data, new(data.Schema, features, new(), labels), values, new())
        {
            Digest = digest,
        };
        while (rows.Count < rowLimit && reader.MoveNext(rows.Free))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!reader.IsKnownAnomaly)
            {
                rows.Take();
            }
        }

        if (rows.Count == 0)
        {
            throw ColumnChecks.Empty(values.Source);
        }

        return features.ForNetwork(rows);
    }

    /// <summary>Reads and checks rows that are not encoded, into one tensor.</summary>
    /// <returns>float32 [N, D] with N at least 1. The caller must dispose it.</returns>
    /// <inheritdoc cref="Read" path="/exception"/>
    public static Tensor ReadTensor(IDataView data, RowFeatures features, FeatureValues values, long rowLimit)
    {
        using var rows = Read(data, features, values, CancellationToken.None, rowLimit);
        return rows.CopyTo(CPU);
    }

    private static VectorDataViewType Checked(string featureColumnName, DataViewType type, string described)
    {
        if (type is not VectorDataViewType vector || !vector.ItemType.Equals(NumberDataViewType.Single))
        {
            throw Unsuitable(featureColumnName, described, ImageColumn.AdviseFor(type, image: null) ?? Advise(type));
        }

        return vector.IsKnownSize ? vector : throw Unsuitable(featureColumnName, described, DeclareSize);
    }

    private static string Advise(DataViewType type) =>
        ColumnChecks.AdviseNumbers(type)
        ?? type switch
        {
            TextDataViewType =>
                "Make numbers of its words with Text.FeaturizeText, or of its categories with Categorical.OneHotEncoding.",
            KeyDataViewType => "Make numbers of its categories with Categorical.OneHotEncoding.",
            _ =>
                "Convert it to Single with ConvertType where it has another type, and make a vector of a scalar with Concatenate.",
        };

    private static ArgumentOutOfRangeException Unsuitable(string featureColumnName, string type, string advice) =>
        ColumnChecks.Unsuitable(
            featureColumnName,
            ColumnRole.Features,
            type,
            "VaeTrainer needs a Vector<Single> of known size",
            advice
        );
}
