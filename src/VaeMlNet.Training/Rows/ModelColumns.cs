using Microsoft.ML;

namespace VaeMlNet;

/// <summary>The columns that a model explains, as its rows are read: one vector of features, or the columns of a table.</summary>
/// <param name="names">The names of the columns.</param>
/// <param name="groupsOf">Returns the values that the slots of a row may have, by the width of the row; empty where the columns check them.</param>
/// <param name="bind">Finds the columns of a schema. The flag is true for rows as they are stored in memory, and false for raw rows.</param>
internal sealed class ModelColumns(
    IReadOnlyList<string> names,
    Func<int, IReadOnlyList<SlotGroup>> groupsOf,
    Func<DataViewSchema, bool, RowFeatures> bind
)
{
    public IReadOnlyList<string> Names => names;

    /// <summary>Creates the column of features.</summary>
    public static ModelColumns Of(
        string featureColumnName,
        VaeLikelihoodOptions likelihood,
        VaeImageShape? image = null
    ) =>
        new(
            [featureColumnName],
            likelihood.SlotGroups,
            (schema, _) => new VectorFeatures(schema, featureColumnName, image)
        );

    /// <summary>Creates the columns of a table. Its values are checked while they are read.</summary>
    public static ModelColumns Of(Table table)
    {
        var likelihoods = table.Columns.ToDictionary(column => column.Name, column => column.Likelihood!);
        string[] names = [.. likelihoods.Keys];
        return new(
            names,
            _ => [],
            (schema, isStored) =>
            {
                RawTable raw = new(schema, names, name => likelihoods[name]);
                raw.CheckIsLike(table.Columns);
                return isStored ? new TableFeatures(raw, table) : new RawTableFeatures(raw);
            }
        );
    }

    /// <summary>Finds the columns of a schema.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="isStored">True for rows as they are stored in memory; false for raw rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, unsuitable, or differs from the training data.</exception>
    public RowFeatures Bind(DataViewSchema schema, bool isStored) => bind(schema, isStored);

    /// <summary>Creates the checks of rows.</summary>
    /// <param name="conditionWidth">The number of slots of conditions at the end of each row.</param>
    /// <param name="ofValidation">True for rows of the validation data.</param>
    public FeatureValues NewValues(int conditionWidth = 0, bool ofValidation = false) =>
        new(
            groupsOf,
            string.Join(", ", names.Select(name => $"'{name}'")) + (ofValidation ? " of the validation data" : ""),
            conditionWidth
        );
}
