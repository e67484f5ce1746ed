namespace VaeMlNet;

/// <summary>Fills the missing values of windows on straight lines.</summary>
/// <remarks>
/// Without a part of its values, a channel would have another level, and the network would see a course that it has not learned. The graphs contain the same
/// formula; this class is for training and for expected values.
/// </remarks>
internal static class WindowGaps
{
    /// <summary>
    /// Fills what is not finite on straight lines between the known values of its channel, and with the nearest known one at the ends. A channel without
    /// known values remains.
    /// </summary>
    /// <param name="window">The window, float32 [W, C].</param>
    /// <param name="channelCount">The number C of channels.</param>
    public static void Fill(Span<float> window, int channelCount)
    {
        for (var c = 0; c < channelCount; c++)
        {
            var last = -1;
            for (var i = c; i < window.Length; i += channelCount)
            {
                if (!float.IsFinite(window[i]))
                {
                    continue;
                }

                for (var gap = last < 0 ? c : last + channelCount; gap < i; gap += channelCount)
                {
                    window[gap] =
                        last < 0 ? window[i] : float.Lerp(window[last], window[i], (float)(gap - last) / (i - last));
                }

                last = i;
            }

            for (var gap = last + channelCount; last >= 0 && gap < window.Length; gap += channelCount)
            {
                window[gap] = window[last];
            }
        }
    }
}
