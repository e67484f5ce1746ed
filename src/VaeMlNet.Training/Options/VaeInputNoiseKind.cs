namespace VaeMlNet;

/// <summary>The kinds of noise on the encoder's input in training.</summary>
public enum VaeInputNoiseKind
{
    /// <summary>No noise.</summary>
    None,

    /// <summary>Adds values from N(0, level^2) (Im et al. 2017).</summary>
    Gaussian,

    /// <summary>Sets each value to 0 with the probability level (Vincent et al. 2008, sec. 2.3).</summary>
    Masking,

    /// <summary>
    /// Hides cells of a table: the encoder reads them as missing, and the decoder predicts them from the other cells. The probability is
    /// drawn for each row, uniform from 0 to the level (Ivanov et al. 2019, "Variational Autoencoder with Arbitrary Conditioning").
    /// Windows of series must be of one channel without a trend.
    /// </summary>
    HiddenCells,
}
