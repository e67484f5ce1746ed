namespace VaeMlNet;

/// <summary>The number columns of a table that have the same likelihood. They are neighbors in a network's row.</summary>
/// <param name="Likelihood">The options of the likelihood.</param>
/// <param name="Columns">The columns, in the table's order.</param>
internal sealed record NumberGroup(VaeLikelihoodOptions Likelihood, TableColumn[] Columns)
{
    /// <summary>Gets the number of slots.</summary>
    public int Width => Columns.Sum(column => column.Width);

    /// <summary>Gets the mean of each slot in the unit of <see cref="VaeLikelihoodOptions.ToEncoderUnit"/>.</summary>
    public float[] Means => [.. Columns.SelectMany(column => column.Means)];

    /// <summary>Gets the scale of each slot in the unit of <see cref="VaeLikelihoodOptions.ToEncoderUnit"/>.</summary>
    public float[] Scales => [.. Columns.SelectMany(column => column.Scales)];

    /// <summary>Creates the likelihood. The caller must dispose it.</summary>
    public Likelihood Create() => Likelihood.CreateForNumbers(Means, Scales);
}
