using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests.Shared;

/// <summary>Creates the schema of a column of images, with types like those in Microsoft.ML.ImageAnalytics, which no project references.</summary>
public static class ImageSchema
{
    public static DataViewSchema Create(string columnName)
    {
        DataViewSchema.Builder builder = new();
        builder.AddColumn(columnName, new ImageType());
        return builder.ToSchema();
    }

    private sealed class MLImage;

    private sealed class ImageType() : StructuredDataViewType(typeof(MLImage))
    {
        public override bool Equals(DataViewType? other) => other is ImageType;

        public override string ToString() => "Image";
    }
}
