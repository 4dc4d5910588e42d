/* Multinomial logistic regression over hashed features, AdaGrad, one sample at a time.
 *
 * A sample is a handful of words drawn from one language's distribution; its features are those of its words. One thread:
 * the result is a function of the arguments (and of the compiler's floating point). Called from train.py through ctypes.
 */
#include <math.h>
#include <stdint.h>
#include <string.h>

enum { MOST_LANGUAGES = 128, MOST_FEATURES = 4096, TEMPERATURES = 3, KINDS = 2 };

static uint64_t state;

static double uniform(void) { /* xorshift64, [0, 1) */
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (double)(state >> 11) * (1.0 / 9007199254740992.0);
}

static int64_t drawn(const double *cumulative, int64_t n, double u) {
    int64_t low = 0, high = n - 1;
    while (low < high) {
        int64_t middle = (low + high) / 2;
        if (cumulative[middle] < u) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* weights, squares: rows x languages. features[first[w] .. first[w + 1]) are the rows of word w. sampler_start and
 * sampler_size: languages x TEMPERATURES x KINDS, into words and cumulative. Returns the mean loss in nats. */
double train(float *weights, float *squares, float *biases, float *bias_squares, int languages, const int64_t *first,
             const int32_t *features, const int64_t *sampler_start, const int64_t *sampler_size, const int32_t *words,
             const double *cumulative, const double *language_cumulative, const double *length_cumulative,
             const int32_t *lengths, int length_count, int64_t steps, int64_t done, int64_t total, double rate,
             double smoothing, uint64_t seed) {
    float score[MOST_LANGUAGES], gradient[MOST_LANGUAGES];
    int32_t found[MOST_FEATURES];
    double loss = 0;
    state = seed * 2654435761u + 88172645463325252ull;
    for (int64_t step = 0; step < steps; step++) {
        float speed = (float)(rate * (1.0 - (double)(done + step) / (double)total));
        int truth = (int)drawn(language_cumulative, languages, uniform());
        int length = lengths[drawn(length_cumulative, length_count, uniform())];
        double u = uniform();
        int temperature = u < .5 ? 0 : u < .85 ? 1 : 2;
        int longer = length < 4 && uniform() < .45;
        int64_t sampler = ((int64_t)truth * TEMPERATURES + temperature) * KINDS + longer;
        int count = 0;
        for (int i = 0; i < length; i++) {
            int32_t word = words[sampler_start[sampler] +
                                 drawn(cumulative + sampler_start[sampler], sampler_size[sampler], uniform())];
            for (int64_t j = first[word]; j < first[word + 1] && count < MOST_FEATURES; j++) found[count++] = features[j];
        }
        memcpy(score, biases, (size_t)languages * sizeof(float));
        for (int i = 0; i < count; i++) {
            const float *row = weights + (int64_t)found[i] * languages;
            for (int c = 0; c < languages; c++) score[c] += row[c];
        }
        float best = score[0], sum = 0;
        for (int c = 1; c < languages; c++) best = score[c] > best ? score[c] : best;
        for (int c = 0; c < languages; c++) sum += gradient[c] = expf(score[c] - best);
        loss -= score[truth] - best - logf(sum);
        for (int c = 0; c < languages; c++) gradient[c] = gradient[c] / sum - (float)smoothing / (float)languages;
        gradient[truth] -= 1 - (float)smoothing;
        for (int c = 0; c < languages; c++) {
            bias_squares[c] += gradient[c] * gradient[c];
            biases[c] -= speed * gradient[c] / sqrtf(bias_squares[c] + 1e-3f);
        }
        for (int i = 0; i < count; i++) {
            float *row = weights + (int64_t)found[i] * languages, *square = squares + (int64_t)found[i] * languages;
            for (int c = 0; c < languages; c++) {
                square[c] += gradient[c] * gradient[c];
                row[c] -= speed * gradient[c] / sqrtf(square[c] + 1e-3f);
            }
        }
    }
    return loss / (double)steps;
}
