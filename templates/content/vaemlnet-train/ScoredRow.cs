namespace Vae_Training;

/// <summary>The result for a row of the table.</summary>
internal sealed class ScoredRow
{
    /// <summary>Gets or sets the score in nats. Higher scores mean that the row is less like the others.</summary>
    public float Score { get; set; }

    /// <summary>Gets or sets whether the score is above the threshold of the model.</summary>
    public bool PredictedLabel { get; set; }

    /// <summary>Gets or sets the reasons of the score in words, the most important first.</summary>
    public string[] Reasons { get; set; } = [];
}
