namespace VaeMlNet;

/// <content>The rules for the relations between columns.</content>
internal sealed partial class ManifestRules
{
    private void CheckRelations(ColumnRelations relations)
    {
        var complaint = relations.Complaint(
            name =>
                manifest.Columns.FirstOrDefault(column => column.Name == name && column.Width == 1) is { } column
                    ? (column.Type == VaeColumn.SingleType, column.KeyCount ?? 0)
                    : null,
            name => manifest.Columns.Any(column => column.Name == name)
        );
        Require(complaint is null && !manifest.HasFeatures, $"relations has {complaint ?? "relations of features"}");
    }
}
